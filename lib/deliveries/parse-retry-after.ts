const CAP_MS = 24 * 3600 * 1000

// The three date forms of RFC 9110 §5.6.7; Date.parse alone would take almost anything for a date.
const HTTP_DATE = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? .+\d/i

/**
 * The wait that a Retry-After header asks for, in milliseconds from `now`, at most 24 hours; null for none or garbage.
 * RFC 9110 §10.2.3: whole seconds or an HTTP date. A fraction of seconds is rounded up.
 */
export function parseRetryAfter(value: string | undefined, now: number): number | null {
  const text = value?.trim() ?? ''
  if (/^\d+(\.\d+)?$/.test(text)) return Math.min(Math.ceil(Number(text) * 1000), CAP_MS)
  if (!HTTP_DATE.test(text)) return null
  const at = Date.parse(text.endsWith('GMT') || /\d{4}$/.test(text) === false ? text : `${text} GMT`)
  return Number.isNaN(at) || at <= now ? null : Math.min(at - now, CAP_MS)
}
