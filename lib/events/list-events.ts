import type { EventOutcome, EventQuery, ListedEvent } from '@/lib/contracts/event'
import type { Page } from '@/lib/contracts/paging'
import { pool } from '@/lib/db'
import { Conditions } from '@/lib/http/conditions'
import { readCursor, toPage } from '@/lib/http/cursor'
import { PATIENCE, searchStretches, type Stretch } from '@/lib/http/search-stretches'
import { selectEnd, selectNewest, type Either } from '@/lib/http/select-newest'
import { firstIdAt, isId } from '@/lib/ids'
import { normaliseDomain } from '@/lib/scores/normalise-domain'
import { EVENT_COLUMNS, viewEvent, type EventRow } from './read-events'
import { readOutcomes } from './read-outcomes'

// Events keep what was written; those of evaluation have the form in which scorecards are stored. Served by event_of_scorecard.
const ofScorecard = (domain: string): Either => ({
  condition: 'lower(scorecard) = $', values: [...new Set([domain.toLowerCase(), normaliseDomain(domain) ?? domain.toLowerCase()])],
})

const NOTHING_YET: EventOutcome = {
  routed: false, deliveries: { pending: 0, sending: 0, retrying: 0, succeeded: 0, failed: 0, cancelled: 0 }, skipped: 0,
}

const SOURCE = { from: 'event', id: 'id' }

/**
 * A workspace's events by filter, newest first, with what became of them. Scorecard and time are known to an index; a type
 * is searched for, and a page may then hold fewer than `limit` although there are more, see `searchStretches`.
 */
export async function listEvents(workspaceId: string, query: EventQuery, patience = PATIENCE): Promise<Page<ListedEvent>> {
  const { limit, type } = query
  const before = readCursor(query.cursor, (id) => isId('evt', id))
  const either = query.scorecard === undefined ? null : ofScorecard(query.scorecard)
  const whereOf = (stretch: Stretch) => {
    const where = new Conditions()
    where.add('workspace_id = $', workspaceId)
    if (query.since !== undefined) where.add('id >= $', firstIdAt('evt', Date.parse(query.since)))
    if (query.until !== undefined) where.add('id < $', firstIdAt('evt', Date.parse(query.until)))
    if (stretch.before !== undefined) where.add('id < $', stretch.before)
    if (stretch.from !== undefined) where.add('id >= $', stretch.from)
    return where
  }
  const read = async (stretch: Stretch, most: number): Promise<EventRow[]> => {
    const where = whereOf(stretch)
    if (type !== undefined) where.add('type = $', type)
    return (await pool().query<EventRow>(selectNewest({ ...SOURCE, columns: EVENT_COLUMNS, where, either, limit: most }), where.values)).rows
  }
  const findEnd = async (from: string | undefined, rows: number): Promise<string | undefined> => {
    const where = whereOf({ before: from })
    return (await pool().query<{ id: string }>(selectEnd({ ...SOURCE, where, either }, rows), where.values)).rows[0]?.id
  }
  const { data, page } = type === undefined
    ? toPage(await read({ before }, limit + 1), limit)
    : await searchStretches({ limit, before, findEnd, read }, patience)
  const outcomes = await readOutcomes(data.map(({ id }) => id))
  return { data: data.map((row) => ({ ...viewEvent(row), outcome: outcomes.get(row.id) ?? NOTHING_YET })), page }
}
