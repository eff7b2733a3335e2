const MAX_MESSAGE = 2000
const MAX_DEPTH = 3

const field = (error: Error, name: string): Record<string, string> => {
  const value: unknown = Reflect.get(error, name)
  return typeof value === 'string' ? { [name]: value } : {}
}

/**
 * An error as the logs have it: what it says and where it came from. The rest is left out, because libraries put values
 * there (the detail of a refused row, the arguments of a query, the body of a request).
 */
export function logError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return error
  return {
    type: error.name,
    message: error.message.slice(0, MAX_MESSAGE),
    ...field(error, 'code'),
    ...field(error, 'constraint'),
    ...field(error, 'table'),
    ...(error.stack !== undefined && { stack: error.stack.slice(0, 2 * MAX_MESSAGE) }),
    ...(error.cause instanceof Error && depth < MAX_DEPTH && { cause: logError(error.cause, depth + 1) }),
  }
}
