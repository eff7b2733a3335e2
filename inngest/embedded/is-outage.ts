// Classes of SQLSTATE that say "not now" instead of "not this": connection, resources, operator, conflicts.
const PASSING = /^(08|53|57P|40001|40P01|55P03|25006|58)/

/**
 * Whether an error of a statement is the database's or the network's and worth the same try again. Errors without an
 * SQLSTATE come from the connection: refused, reset, timed out.
 */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  const isSqlState = code !== undefined && /^[0-9A-Z]{5}$/.test(code) && 'severity' in error
  return isSqlState ? PASSING.test(code) : true
}
