const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']
const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

const pad = (value: number, length = 2) => String(value).padStart(length, '0')

const parts: Record<string, (at: Date) => string> = {
  yyyy: (at) => String(at.getFullYear()),
  MMM: (at) => months[at.getMonth()]?.slice(0, 3) ?? '',
  d: (at) => String(at.getDate()),
  EEEE: (at) => weekdays[at.getDay()] ?? '',
  EEE: (at) => weekdays[at.getDay()]?.slice(0, 3) ?? '',
  HH: (at) => pad(at.getHours()),
  mm: (at) => pad(at.getMinutes()),
  ss: (at) => pad(at.getSeconds()),
  SSS: (at) => pad(at.getMilliseconds(), 3),
}

/**
 * A date in English and the reader's zone. Knows `yyyy MMM d EEEE EEE HH mm ss SSS` and text in single quotes: the few
 * that our screens use, at a fraction of a library's weight.
 */
export function formatDate(at: Date, pattern: string): string {
  return pattern.replace(/'([^']*)'|yyyy|MMM|EEEE|EEE|HH|mm|SSS|ss|d/g, (part, text?: string) => text ?? parts[part]?.(at) ?? part)
}

/** `UTC`, `UTC+01:00`, `UTC-03:30`. */
export function formatZone(at: Date): string {
  const minutes = -at.getTimezoneOffset()
  if (minutes === 0) return 'UTC'
  const ahead = Math.abs(minutes)
  return `UTC${minutes < 0 ? '-' : '+'}${pad(Math.floor(ahead / 60))}:${pad(ahead % 60)}`
}
