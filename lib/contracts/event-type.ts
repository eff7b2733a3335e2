import * as z from 'zod'
import { sample } from './event'

const jsonSchema = z.record(z.string(), z.unknown())

/** An entry of the catalogue as the API shows it; `params` and `contextSchema` are JSON Schema. */
export const eventType = z.object({
  key: z.string(),
  label: z.string(),
  category: z.string(),
  params: jsonSchema,
  contextSchema: jsonSchema,
  sample,
  samples: z.array(z.object({ name: z.string(), sample })),
  defaultTemplate: z.string(),
})
export type EventTypeView = z.infer<typeof eventType>
