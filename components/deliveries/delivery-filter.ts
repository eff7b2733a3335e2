import { sinceOf, timeRanges } from '@/components/lists/time-ranges'
import { query, useQueryStates, type QueryValues } from '@/components/lists/use-query-states'
import type { DeliveryStatus } from '@/lib/contracts/delivery'

export const statuses = [
  'pending', 'sending', 'retrying', 'succeeded', 'failed', 'cancelled',
] as const satisfies readonly DeliveryStatus[]
export const statusClasses = ['2xx', '3xx', '4xx', '5xx', 'none'] as const

// The names of the API's own parameters, so that a URL of the page reads like one of the API.
const parsers = {
  q: query.text,
  status: query.someOf(statuses),
  integrationId: query.text,
  eventType: query.text,
  eventId: query.text,
  statusClass: query.oneOf(statusClasses),
  test: query.oneOf(['true', 'false']),
  range: query.oneOf(timeRanges),
}

export type DeliveryFilter = QueryValues<typeof parsers>

export const useDeliveryFilter = () => useQueryStates(parsers)

export const emptyFilter: Record<keyof DeliveryFilter, null> = {
  q: null, status: null, integrationId: null, eventType: null, eventId: null, statusClass: null, test: null, range: null,
}

export const isFiltered = (filter: DeliveryFilter) =>
  Object.values(filter).some((value) => value !== null && value !== '' && !(Array.isArray(value) && value.length === 0))

/** The query of `GET /deliveries`; a range becomes the time it began. */
export const toDeliveryQuery = ({ range, ...filter }: DeliveryFilter, nowMs: number) => ({ ...filter, since: sinceOf(range, nowMs) })
