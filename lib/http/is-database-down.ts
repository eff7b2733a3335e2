// Socket errors, and Postgres' classes 08 (connection), 53 (resources), 57P (shutdown, cannot connect now).
const SYSTEM = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EHOSTUNREACH'])
const PRISMA = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024'])
const MESSAGES = /connection terminated|query read timeout|timeout exceeded when trying to connect|client has encountered a connection error|can't reach database|database system is/i

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined

/** Whether a thrown error means that Postgres could not be reached or went away, so that trying again later helps. */
export function isDatabaseDown(error: unknown): boolean {
  const code = field(error, 'code')
  if (typeof code === 'string' && (SYSTEM.has(code) || PRISMA.has(code) || /^(08|53|57P)/.test(code))) return true
  if (error instanceof Error && MESSAGES.test(error.message)) return true
  const inner = field(error, 'cause') ?? field(field(field(error, 'meta'), 'driverAdapterError'), 'cause')
  if (inner !== undefined && inner !== error) return isDatabaseDown(inner)
  const nested = field(error, 'errors') // AggregateError of a refused dual-stack connect
  return Array.isArray(nested) && nested.some((item) => isDatabaseDown(item))
}
