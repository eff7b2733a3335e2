import { formatDate, formatZone } from './format-date'

const MINUTE = 60
const HOUR = 3600
const DAY = 86_400

/** `4 m 12 s`, `2 h 5 m`, `3 d 4 h`; never negative. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds))
  if (whole < MINUTE) return `${whole} s`
  if (whole < HOUR) return pair(Math.floor(whole / MINUTE), 'm', whole % MINUTE, 's')
  if (whole < DAY) return pair(Math.floor(whole / HOUR), 'h', Math.floor((whole % HOUR) / MINUTE), 'm')
  return pair(Math.floor(whole / DAY), 'd', Math.floor((whole % DAY) / HOUR), 'h')
}

const pair = (large: number, largeUnit: string, small: number, smallUnit: string) =>
  small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`

/** `87 ms`, `1.2 s`, `15 s`. */
export function formatMs(ms: number): string {
  if (ms < 1000) return `${ms < 10 && ms > 0 ? Math.max(0.1, Math.round(ms * 10) / 10) : Math.round(ms)} ms`
  return `${Math.round(ms / 100) / 10} s`
}

/** `just now`, `12 s ago`, `3 min ago`, `5 h ago`, `2 days ago`, then the date; `in 5 min` for what is to come. */
export function formatRelative(iso: string, nowMs: number): string {
  const seconds = Math.round((nowMs - Date.parse(iso)) / 1000)
  const distance = Math.abs(seconds)
  if (distance < 5) return 'just now'
  if (distance >= 30 * DAY) return formatDate(new Date(iso), 'd MMM yyyy')
  const text = words(distance)
  return seconds < 0 ? `in ${text}` : `${text} ago`
}

function words(seconds: number): string {
  if (seconds < MINUTE) return `${seconds} s`
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} min`
  if (seconds < DAY) return `${Math.floor(seconds / HOUR)} h`
  const days = Math.floor(seconds / DAY)
  return days === 1 ? '1 day' : `${days} days`
}

/** `21 Nov 2026, 14:02:11.043 UTC+01:00`: what a log can be compared with. */
export function formatAbsolute(iso: string): string {
  const at = new Date(iso)
  return `${formatDate(at, 'd MMM yyyy, HH:mm:ss.SSS')} ${formatZone(at)}`
}

/** `14:02:11.043` in the reader's zone. */
export const formatClock = (iso: string) => formatDate(new Date(iso), 'HH:mm:ss.SSS')
