/** A five-field cron expression, in UTC: the numbers that match, per field. */
export interface Cron {
  minutes: ReadonlySet<number>
  hours: ReadonlySet<number>
  days: ReadonlySet<number>
  months: ReadonlySet<number>
  weekdays: ReadonlySet<number>
  /** Days of month and week are both restricted: then one of them is enough (POSIX crontab). */
  eitherDay: boolean
}

interface Field {
  min: number
  max: number
  names: readonly string[]
}

const NAMED_MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const NAMED_DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
const MINUTE: Field = { min: 0, max: 59, names: [] }
const HOUR: Field = { min: 0, max: 23, names: [] }
const DAY: Field = { min: 1, max: 31, names: [] }
const MONTH: Field = { min: 1, max: 12, names: NAMED_MONTHS }
const WEEKDAY: Field = { min: 0, max: 7, names: NAMED_DAYS } // 7 is Sunday too

const MACROS: Record<string, string> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
}

const MINUTE_MS = 60_000
// The rarest date, 29 February on a given weekday, comes back within 40 years (the century rule included).
const SEARCH_YEARS = 41

/** The parsed expression, or undefined when it is not one. A `TZ=UTC` in front is accepted, other zones are not. */
export function parseCron(expression: string): Cron | undefined {
  const text = expression.trim().toLowerCase().replace(/^(?:cron_)?tz=(?:etc\/)?utc\s+/, '')
  const parts = (MACROS[text] ?? text).split(/\s+/)
  const [minute, hour, day, month, weekday] = parts
  if (parts.length !== 5 || !minute || !hour || !day || !month || !weekday) return undefined
  const minutes = parseField(minute, MINUTE)
  const hours = parseField(hour, HOUR)
  const days = parseField(day, DAY)
  const months = parseField(month, MONTH)
  const weekdays = parseField(weekday, WEEKDAY)
  if (!minutes || !hours || !days || !months || !weekdays) return undefined
  if (weekdays.has(7)) weekdays.add(0)
  const cron = { minutes, hours, days, months, weekdays, eitherDay: isRestricted(day) && isRestricted(weekday) }
  return nextCronTime(cron, 0) === undefined ? undefined : cron
}

/** The first match after `after` (ms since the epoch), undefined for a date that never comes (31 February). */
export function nextCronTime(cron: Cron, after: number): number | undefined {
  const start = (Math.floor(after / MINUTE_MS) + 1) * MINUTE_MS
  const time = new Date(start)
  const lastYear = time.getUTCFullYear() + SEARCH_YEARS
  while (time.getUTCFullYear() <= lastYear) {
    if (!cron.months.has(time.getUTCMonth() + 1)) time.setTime(Date.UTC(time.getUTCFullYear(), time.getUTCMonth() + 1))
    else if (!matchesDay(cron, time)) time.setUTCHours(24, 0, 0, 0)
    else if (!cron.hours.has(time.getUTCHours())) time.setUTCMinutes(60, 0, 0)
    else if (!cron.minutes.has(time.getUTCMinutes())) time.setTime(time.getTime() + MINUTE_MS)
    else return time.getTime()
  }
  return undefined
}

function matchesDay(cron: Cron, time: Date): boolean {
  const day = cron.days.has(time.getUTCDate())
  const weekday = cron.weekdays.has(time.getUTCDay())
  return cron.eitherDay ? day || weekday : day && weekday
}

const isRestricted = (text: string): boolean => !text.startsWith('*') && text !== '?'

function parseField(text: string, field: Field): Set<number> | undefined {
  const values = new Set<number>()
  for (const part of text.split(',')) {
    const range = parseRange(part, field)
    if (!range) return undefined
    for (let value = range.from; value <= range.to; value += range.step) values.add(value)
  }
  return values
}

function parseRange(text: string, field: Field): { from: number; to: number; step: number } | undefined {
  const [base, stepText, ...rest] = text.split('/')
  if (base === undefined || rest.length > 0) return undefined
  const step = stepText === undefined ? 1 : /^\d{1,2}$/.test(stepText) ? Number(stepText) : 0
  if (step < 1) return undefined
  if (base === '*' || base === '?') return { from: field.min, to: field === WEEKDAY ? 6 : field.max, step }
  const [low, high, ...more] = base.split('-')
  const from = parseValue(low, field)
  const to = high === undefined ? (stepText === undefined ? from : field.max) : parseValue(high, field)
  if (more.length > 0 || from === undefined || to === undefined || from > to) return undefined
  return { from, to, step }
}

function parseValue(text: string | undefined, field: Field): number | undefined {
  if (text === undefined) return undefined
  const named = field.names.indexOf(text)
  const value = named >= 0 ? named + field.min : /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN
  return value >= field.min && value <= field.max ? value : undefined
}
