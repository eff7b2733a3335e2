import type { DeliveryView } from '@/lib/contracts/delivery'

const COLUMNS: Array<[name: string, read: (delivery: DeliveryView) => string | number | boolean | null]> = [
  ['id', (one) => one.id],
  ['createdAt', (one) => one.createdAt],
  ['finishedAt', (one) => one.finishedAt],
  ['status', (one) => one.status],
  ['eventType', (one) => one.eventType],
  ['eventId', (one) => one.eventId],
  ['integrationId', (one) => one.integration?.id ?? null],
  ['integration', (one) => one.integration?.name ?? null],
  ['url', (one) => one.url],
  ['attempts', (one) => one.attemptCount],
  ['statusCode', (one) => one.statusCode],
  ['errorCode', (one) => one.errorCode],
  ['nextAttemptAt', (one) => one.nextAttemptAt],
  ['test', (one) => one.test],
]

// A spreadsheet would run a cell that starts like a formula.
const neutral = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)

const cell = (value: string | number | boolean | null): string => {
  const text = typeof value === 'string' ? neutral(value) : String(value ?? '')
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Deliveries as CSV (RFC 4180) with a header line; cells that a spreadsheet would take for a formula are neutralised. */
export function writeCsv(deliveries: readonly DeliveryView[]): string {
  const lines = [COLUMNS.map(([name]) => name), ...deliveries.map((one) => COLUMNS.map(([, read]) => cell(read(one))))]
  return lines.map((line) => `${line.join(',')}\r\n`).join('')
}
