import { parseAsString, parseAsStringLiteral, useQueryStates, type inferParserType } from 'nuqs'
import { sinceOf, timeRanges } from '@/components/lists/time-ranges'
import { actionGroupNames, actionsOf } from './audit-words'

const parsers = {
  actor: parseAsString.withDefault(''), // a kind or an id
  group: parseAsStringLiteral(actionGroupNames),
  target: parseAsString.withDefault(''),
  range: parseAsStringLiteral(timeRanges),
}

export type AuditFilter = inferParserType<typeof parsers>

export const useAuditFilter = () => useQueryStates(parsers, { history: 'replace', scroll: false })

export const emptyAuditFilter: Record<keyof AuditFilter, null> = { actor: null, group: null, target: null, range: null }

export const isAuditFiltered = ({ actor, group, target, range }: AuditFilter) =>
  actor !== '' || group !== null || target !== '' || range !== null

/** The query of `GET /audit-log`. */
export const toAuditQuery = ({ range, group, ...filter }: AuditFilter, nowMs: number) =>
  ({ ...filter, action: group === null ? [] : actionsOf(group), since: sinceOf(range, nowMs) })
