import { parseAsArrayOf, parseAsString, parseAsStringLiteral, useQueryStates, type inferParserType } from 'nuqs'
import { sinceOf, timeRanges } from '@/components/lists/time-ranges'
import type { DeliveryStatus } from '@/lib/contracts/delivery'

export const statuses = [
  'pending', 'sending', 'retrying', 'succeeded', 'failed', 'cancelled',
] as const satisfies readonly DeliveryStatus[]
export const statusClasses = ['2xx', '3xx', '4xx', '5xx', 'none'] as const

// The names of the API's own parameters, so that a URL of the page reads like one of the API.
const parsers = {
  q: parseAsString.withDefault(''),
  status: parseAsArrayOf(parseAsStringLiteral(statuses)).withDefault([]),
  integrationId: parseAsString.withDefault(''),
  eventType: parseAsString.withDefault(''),
  eventId: parseAsString.withDefault(''),
  statusClass: parseAsStringLiteral(statusClasses),
  test: parseAsStringLiteral(['true', 'false']),
  range: parseAsStringLiteral(timeRanges),
}

export type DeliveryFilter = inferParserType<typeof parsers>

export const useDeliveryFilter = () => useQueryStates(parsers, { history: 'replace', scroll: false })

export const emptyFilter: Record<keyof DeliveryFilter, null> = {
  q: null, status: null, integrationId: null, eventType: null, eventId: null, statusClass: null, test: null, range: null,
}

export const isFiltered = (filter: DeliveryFilter) =>
  Object.values(filter).some((value) => value !== null && value !== '' && !(Array.isArray(value) && value.length === 0))

/** The query of `GET /deliveries`; a range becomes the time it began. */
export const toDeliveryQuery = ({ range, ...filter }: DeliveryFilter, nowMs: number) => ({ ...filter, since: sinceOf(range, nowMs) })
