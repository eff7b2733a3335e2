import type { EventType, ParamValues } from '@/lib/catalogue/event-type'
import { readInvestigation } from '@/lib/catalogue/read-investigation'
import { RISK_LEVELS, SEVERITIES } from '@/lib/catalogue/risk-order'
import { ExactNumber } from '@/lib/json/exact-number'

export type ParamMatch = { matches: true } | { matches: false; reason: 'below_threshold' | 'condition' }

const MATCH: ParamMatch = { matches: true }
const NOT_REACHED: ParamMatch = { matches: false, reason: 'below_threshold' }
const NOT_MET: ParamMatch = { matches: false, reason: 'condition' }

/**
 * Whether a trigger with these (resolved) parameters wants an event, by level. A score that does not fall below the
 * threshold, or drops too little, and a severity or risk level that is too low are `below_threshold`. Numbers may be
 * numeric text. What cannot be judged because the field is missing or means nothing is `condition`: it never matches,
 * except that the lowest severity or level wants everything.
 */
export function matchesParams(
  type: Pick<EventType, 'key' | 'params'>,
  params: ParamValues,
  context: unknown,
): ParamMatch {
  const wanted = (name: string) => params[name] ?? type.params.properties[name]?.default
  const { properties } = type.params
  if ('threshold' in properties) return judge(readNumber(read(context, 'LatestScore')), wanted('threshold'), isBelow)
  if ('points' in properties) return judge(readDrop(context), wanted('points'), isAtLeast)
  if ('minSeverity' in properties) return rank(SEVERITIES, readSeverity(context), wanted('minSeverity'))
  if ('minRiskLevel' in properties) {
    return rank(RISK_LEVELS, [read(readInvestigation(context), 'risk_level')], wanted('minRiskLevel'))
  }
  return MATCH
}

function judge(value: number | undefined, limit: unknown, test: (value: number, limit: number) => boolean): ParamMatch {
  const bound = readNumber(limit)
  if (value === undefined || bound === undefined) return NOT_MET
  return test(value, bound) ? MATCH : NOT_REACHED
}

function isBelow(value: number, limit: number): boolean {
  return value < limit
}

function isAtLeast(value: number, limit: number): boolean {
  return value >= limit
}

function readDrop(context: unknown): number | undefined {
  const [latest, previous] = [readNumber(read(context, 'LatestScore')), readNumber(read(context, 'PrevScore'))]
  return latest === undefined || previous === undefined ? undefined : previous - latest
}

/** The highest of the given words decides; words that are not in the order count for nothing. */
function rank(order: readonly string[], words: readonly unknown[], minimum: unknown): ParamMatch {
  const needed = order.indexOf(String(minimum))
  if (needed <= 0) return MATCH
  const highest = Math.max(-1, ...words.map((word) => order.indexOf(String(word).trim().toLowerCase())))
  if (highest === -1) return NOT_MET
  return highest >= needed ? MATCH : NOT_REACHED
}

/** Severities of the event itself and of each of its risks. */
function readSeverity(context: unknown): unknown[] {
  const risks = read(context, 'Risks')
  return [context, ...(Array.isArray(risks) ? risks : [])].map((holder: unknown) => read(holder, 'Severity'))
}

/** An own field, in the vendor's spelling or in lower case. */
function read(holder: unknown, name: string): unknown {
  if (typeof holder !== 'object' || holder === null) return undefined
  const key = [name, name.toLowerCase()].find((candidate) => Object.hasOwn(holder, candidate))
  return key === undefined ? undefined : Reflect.get(holder, key)
}

function readNumber(value: unknown): number | undefined {
  if (typeof value === 'string' && value.trim() === '') return undefined
  if (typeof value !== 'number' && typeof value !== 'string' && !(value instanceof ExactNumber)) return undefined
  const number = Number(value)
  return Number.isNaN(number) ? undefined : number
}
