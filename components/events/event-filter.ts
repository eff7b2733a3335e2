import { sinceOf, timeRanges } from '@/components/lists/time-ranges'
import { query, useQueryStates, type QueryValues } from '@/components/lists/use-query-states'

const parsers = {
  type: query.text,
  scorecard: query.text,
  range: query.oneOf(timeRanges),
}

export type EventFilter = QueryValues<typeof parsers>

export const useEventFilter = () => useQueryStates(parsers)

export const emptyEventFilter: Record<keyof EventFilter, null> = { type: null, scorecard: null, range: null }

export const isEventFiltered = ({ type, scorecard, range }: EventFilter) => type !== '' || scorecard !== '' || range !== null

/** The query of `GET /events`. */
export const toEventQuery = ({ range, ...filter }: EventFilter, nowMs: number) => ({ ...filter, since: sinceOf(range, nowMs) })
