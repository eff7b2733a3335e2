import { sinceOf, timeRanges } from '@/components/lists/time-ranges'
import { query, useQueryStates, type QueryValues } from '@/components/lists/use-query-states'
import { actionGroupNames, actionsOf } from './audit-words'

const parsers = {
  actor: query.text, // a kind or an id
  group: query.oneOf(actionGroupNames),
  target: query.text,
  range: query.oneOf(timeRanges),
}

export type AuditFilter = QueryValues<typeof parsers>

export const useAuditFilter = () => useQueryStates(parsers)

export const emptyAuditFilter: Record<keyof AuditFilter, null> = { actor: null, group: null, target: null, range: null }

export const isAuditFiltered = ({ actor, group, target, range }: AuditFilter) =>
  actor !== '' || group !== null || target !== '' || range !== null

/** The query of `GET /audit-log`. */
export const toAuditQuery = ({ range, group, ...filter }: AuditFilter, nowMs: number) =>
  ({ ...filter, action: group === null ? [] : actionsOf(group), since: sinceOf(range, nowMs) })
