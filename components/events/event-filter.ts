import { parseAsString, parseAsStringLiteral, useQueryStates, type inferParserType } from 'nuqs'
import { sinceOf, timeRanges } from '@/components/lists/time-ranges'

const parsers = {
  type: parseAsString.withDefault(''),
  scorecard: parseAsString.withDefault(''),
  range: parseAsStringLiteral(timeRanges),
}

export type EventFilter = inferParserType<typeof parsers>

export const useEventFilter = () => useQueryStates(parsers, { history: 'replace', scroll: false })

export const emptyEventFilter: Record<keyof EventFilter, null> = { type: null, scorecard: null, range: null }

export const isEventFiltered = ({ type, scorecard, range }: EventFilter) => type !== '' || scorecard !== '' || range !== null

/** The query of `GET /events`. */
export const toEventQuery = ({ range, ...filter }: EventFilter, nowMs: number) => ({ ...filter, since: sinceOf(range, nowMs) })
