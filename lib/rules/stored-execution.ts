import * as z from 'zod'

/** A step as the rule had it when it fired. `id` is that of the integration that delivery knows; the URL is masked. */
export const storedSteps = z.array(z.object({ id: z.string(), url: z.string(), template: z.string().nullable() }))
export type StoredStep = z.infer<typeof storedSteps>[number]

const told = z.looseObject({
  scorecard_id: z.string(),
  domain: z.string(),
  name: z.string().nullable().optional(),
  trigger: z.record(z.string(), z.unknown()),
})

/** What the event of an execution tells; null where it is no longer there. */
export const readTold = (context: string | null): z.infer<typeof told> | null =>
  context === null ? null : (told.safeParse(JSON.parse(context)).data ?? null)
