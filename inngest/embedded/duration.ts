const UNIT_MS: Record<string, number> = { ms: 1, s: 1e3, m: 6e4, h: 36e5, d: 864e5, w: 6048e5 }
const WHOLE = /^(\d+(\.\d+)?(ms|s|m|h|d|w))+$/
const PART = /(\d+(?:\.\d+)?)(ms|s|m|h|d|w)/g

/** Milliseconds of a duration as the SDK writes it (`1m30s`, `2d`), undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  if (!WHOLE.test(text)) return undefined
  let total = 0
  for (const [, count, unit] of text.matchAll(PART)) total += Number(count) * (UNIT_MS[unit ?? ''] ?? 0)
  return total
}

/**
 * When a sleep is over, in milliseconds since the epoch. The SDK puts a duration (step.sleep) or an ISO date
 * (step.sleepUntil) into the op's `name`, and nothing for a sleep of no length. Undefined when it is neither.
 */
export function sleepEnd(name: string, now: number): number | undefined {
  if (name === '') return now
  const duration = parseDuration(name)
  if (duration !== undefined) return now + duration
  const date = /^[+-]?\d{4,6}-\d\d-\d\dT/.test(name) ? Date.parse(name) : Number.NaN
  return Number.isNaN(date) ? undefined : date
}

/** Milliseconds that a Retry-After value asks for (seconds or a date), undefined when absent or unreadable. */
export function retryAfterDelay(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined
  if (/^\d+$/.test(value)) return Number(value) * 1000
  const date = Date.parse(value)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}
