import type { DeliveryStatus } from '@/lib/contracts/delivery'
import type { Target } from '@/lib/integrations/load-targets'

/** A delivery as a resend looks at it. */
export interface ResendRow {
  id: string
  status: DeliveryStatus
  test: boolean
  attempt_count: number
  event_id: string | null
  event_type: string
  integration_id: string | null
  has_body: boolean
  /** What its template reads besides the event. */
  scope: string | null
}

/** The columns of a `ResendRow`, over `delivery d`. */
export const RESEND_COLUMNS = `
  d.id, d.status, d.test, d.attempt_count, d.event_id, d.event_type, d.integration_id,
  EXISTS (SELECT 1 FROM delivery_body b WHERE b.delivery_id = d.id) AS has_body,
  (SELECT b.scope FROM delivery_body b WHERE b.delivery_id = d.id) AS scope`

const judgeOriginal = (row: ResendRow): string | null => {
  if (row.status === 'sending') return 'An attempt is under way: wait for its answer'
  if (row.status === 'pending') return 'It is queued already'
  return row.has_body ? null : 'There is no body to send again: render it anew'
}

/** A delivery that may be sent again, with its integration. */
export interface Resendable {
  row: ResendRow
  target: Target
}

export type ResendVerdict = { ok: true; one: Resendable } | { ok: false; reason: string }

const refuse = (reason: string): ResendVerdict => ({ ok: false, reason })

/** Whether a delivery can be sent again now, or why not. `target`: its integration, if that is still there. Pure. */
export function judgeResend(row: ResendRow, target: Target | undefined, body: 'original' | 'render'): ResendVerdict {
  if (row.test) return refuse('A test is not sent again from here: send another test message')
  if (!target) return refuse(row.scope === null ? 'The integration was deleted' : 'The rule or its web request was deleted')
  if (!target.enabled) return refuse(`The ${target.ruleId === null ? 'integration' : 'rule'} is switched off: enable it first`)
  if (target.ruleId !== null && body === 'render' && row.scope === null) return refuse('What its execution knew is no longer retained, so there is nothing to render')
  const problem = body === 'original' ? judgeOriginal(row) : null
  return problem === null ? { ok: true, one: { row, target } } : refuse(problem)
}
