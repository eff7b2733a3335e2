import type { DeliveryFilter } from '@/lib/contracts/delivery'
import type { OperationBody } from '@/lib/contracts/operation'
import type { Queryable } from '@/lib/db'
import type { Dispatch } from '@/lib/dispatch'
import { judgeResend, RESEND_COLUMNS, type Resendable, type ResendRow } from '@/lib/deliveries/judge-resend'
import { resendOriginals, resendRendered } from '@/lib/deliveries/resend-rows'
import { loadTargetsById, type Target } from '@/lib/integrations/load-targets'
import { chooseDeliveries } from './choose-deliveries'
import { findRoom } from './find-room'
import type { StepResult } from './step-result'
import type { Progress } from './stored-operation'

/** How many integrations one step deals with. */
export const INTEGRATIONS_PER_STEP = 16
const ROWS_OF_ONE_THAT_IS_OFF = 200 // nothing leaves of it: only the reason is counted

/** A bulk resend as its step needs it. */
export interface BulkResend {
  workspaceId: string
  filter: DeliveryFilter
  body: OperationBody
  upTo: string
  progress: Progress
}

interface Place {
  id: string
  after: string
  most: number
}

// Some integrations of many take turns, so that none waits for another one's receiver.
const takeTurns = (ids: readonly string[], turn: number): string[] => {
  if (ids.length <= INTEGRATIONS_PER_STEP) return [...ids]
  const from = (turn * INTEGRATIONS_PER_STEP) % ids.length
  return [...ids.slice(from), ...ids.slice(0, from)].slice(0, INTEGRATIONS_PER_STEP)
}

const findPlaces = async (tx: Queryable, { progress }: BulkResend, targets: Map<string, Target>, ids: string[]): Promise<Place[]> => {
  const room = await findRoom(tx, [...targets.values()].filter((target) => target.enabled))
  return ids
    .map((id) => ({ id, after: progress.after[id] ?? '', most: room.get(id) ?? ROWS_OF_ONE_THAT_IS_OFF }))
    .filter(({ most }) => most > 0)
}

// One operation at a time chooses deliveries of an integration, so that the next one sees what this one has made of them.
// In the order of the locks themselves, so that two never wait in a circle.
const ONE_AT_A_TIME = `
  SELECT pg_advisory_xact_lock(lock) FROM (SELECT hashtextextended(id, 0) AS lock FROM unnest($1::text[]) AS u(id) ORDER BY 1) l`

// What someone else has locked is under way: it is left out, nobody is waited for.
const findRows = async (tx: Queryable, resend: BulkResend, places: readonly Place[]): Promise<ResendRow[]> => {
  const where = chooseDeliveries(resend.workspaceId, resend.filter, resend.body, resend.upTo)
  const [ids, afters, mosts] = [
    where.place(places.map(({ id }) => id)), where.place(places.map(({ after }) => after)), where.place(places.map(({ most }) => most)),
  ]
  await tx.query(ONE_AT_A_TIME, [places.map(({ id }) => id)])
  const { rows } = await tx.query<ResendRow>(
    `SELECT d.* FROM unnest(${ids}::text[], ${afters}::text[], ${mosts}::int[]) AS p(integration_id, after, most)
     CROSS JOIN LATERAL (
       SELECT ${RESEND_COLUMNS} FROM delivery d
       WHERE d.integration_id = p.integration_id AND d.id > p.after AND ${where.text} ORDER BY d.id LIMIT p.most FOR UPDATE OF d SKIP LOCKED
     ) d ORDER BY d.integration_id, d.id`,
    where.values,
  )
  return rows
}

const judgeAll = (rows: readonly ResendRow[], targets: Map<string, Target>, body: OperationBody) => {
  const wanted: Resendable[] = []
  const reasons = new Map<string, string>()
  for (const row of rows) {
    const verdict = judgeResend(row, targets.get(row.integration_id ?? ''), body)
    if (verdict.ok) wanted.push(verdict.one)
    else reasons.set(row.id, verdict.reason)
  }
  return { wanted, reasons }
}

// A place goes on after its last delivery that was dealt with, and is through when there was no more to find.
const moveOn = (progress: Progress, places: readonly Place[], rows: readonly ResendRow[], isDone: (id: string) => boolean): Progress['after'] => {
  const after = { ...progress.after }
  for (const { id, most } of places) {
    const mine = rows.filter((row) => row.integration_id === id)
    const open = mine.findIndex((row) => !isDone(row.id))
    const last = mine.at(open === -1 ? -1 : open - 1)
    if (open === -1 && mine.length < most) delete after[id]
    else if (open !== 0 && last) after[id] = last.id
  }
  return after
}

interface HandedOver {
  sent: Set<string>
  reasons: Map<string, string> // why the others could not, by id
}

const handOver = async (
  tx: Queryable, dispatch: Dispatch, { wanted, reasons }: ReturnType<typeof judgeAll>, now: number, inTime: () => boolean,
  body: OperationBody,
): Promise<HandedOver> => {
  if (body === 'original') {
    await resendOriginals(tx, dispatch, wanted)
    return { sent: new Set(wanted.map(({ row }) => row.id)), reasons }
  }
  const sent = new Set<string>()
  for (const [id, one] of await resendRendered(tx, dispatch, wanted, now, inTime)) {
    if (one.ok) sent.add(id)
    else reasons.set(id, one.message)
  }
  return { sent, reasons }
}

/** One step of a bulk resend: hands over the next deliveries of some integrations, as many as they have room for. */
export async function resendStep(
  tx: Queryable, dispatch: Dispatch, resend: BulkResend, now: number, inTime: () => boolean,
): Promise<StepResult> {
  const ids = takeTurns(Object.keys(resend.progress.after), resend.progress.turn)
  const targets = await loadTargetsById(tx, ids)
  const places = await findPlaces(tx, resend, targets, ids)
  const rows = places.length === 0 ? [] : await findRows(tx, resend, places)
  const judged = judgeAll(rows, targets, resend.body)
  const { sent, reasons } = await handOver(tx, dispatch, judged, now, inTime, resend.body)
  return {
    after: moveOn(resend.progress, places, rows, (id) => sent.has(id) || reasons.has(id)),
    sent: sent.size,
    failed: reasons.size,
    error: [...reasons.values()].at(-1) ?? null,
    held: places.length === 0,
    over: null,
  }
}
