import * as z from 'zod'
import { limits, policy, signingScheme } from '@/lib/contracts/integration'
import { conditions, type Condition } from '@/lib/contracts/scorecard'
import type { Integration, Trigger } from '@/lib/generated/prisma/client'

// JSON columns are parsed at the boundary like any other input; these are their shapes.
export const storedColumns = z.object({
  headers: z.array(z.object({ name: z.string(), value: z.string(), secret: z.boolean() })),
  params: z.array(z.object({ name: z.string(), value: z.string() })),
  auth: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('none') }),
    z.object({ kind: z.literal('basic'), username: z.string() }),
    z.object({ kind: z.literal('bearer') }),
  ]),
  signing: z.object({
    scheme: signingScheme,
    header: z.string().optional(),
    algorithm: z.enum(['sha256', 'sha512']).optional(),
    encoding: z.enum(['hex', 'base64']).optional(),
  }),
  policy,
  limits,
})
export type StoredColumns = z.infer<typeof storedColumns>

export type IntegrationRow = Integration & { triggers: Trigger[] }

/** The parsed JSON columns of a row. */
export const readColumns = (row: Integration): StoredColumns => storedColumns.parse(row)

/** A trigger's parameters as stored. */
export const readParams = (trigger: Pick<Trigger, 'params'>): Record<string, unknown> =>
  z.record(z.string(), z.unknown()).parse(trigger.params)

/** What an event's scorecard must meet for a trigger, as stored; nothing where there are no conditions. */
export const readConditions = (trigger: Pick<Trigger, 'conditions'>): { conditions?: Condition[] } => {
  const all = conditions.parse(trigger.conditions)
  return all.length === 0 ? {} : { conditions: all }
}
