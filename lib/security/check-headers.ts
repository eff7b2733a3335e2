/** A header as typed; `value` is absent for a kept secret that is not sent again. */
export type HeaderToCheck = { name: string; value?: string | null }

export type HeaderProblem = { index: number; field: 'name' | 'value'; code: string; message: string }

export const MAX_HEADERS = 50
export const MAX_HEADERS_BYTES = 8 * 1024
const MAX_NAME_LENGTH = 128
const MAX_VALUE_LENGTH = 4096

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
const VALUE = /^[\t\x20-\x7e]*$/
// Framing, routing and what we set ourselves; metadata headers would unlock instance metadata services.
const REFUSED: readonly RegExp[] = [
  /^(?:host|content-length|transfer-encoding|connection|keep-alive|te|trailer|upgrade|expect|via)$/,
  /^(?:forwarded|x-real-ip|content-encoding|accept-encoding)$/,
  /^(?:proxy-|x-forwarded-|webhook-|sec-)/,
  /^(?:x-.*)?metadata(?:-.*)?$/,
]

/**
 * The rules for a destination's own headers, for use at save and again before sending. `authKind` other than `none`
 * sets `authorization` itself. Empty when all is well; `index` is the position in `headers`.
 */
export function checkHeaders(headers: readonly HeaderToCheck[], { authKind }: { authKind: string }): HeaderProblem[] {
  const problems = headers.flatMap(({ name, value }, index) => [
    ...checkName(name, index, authKind),
    ...checkValue(value ?? '', index),
  ])
  return [...problems, ...findDuplicates(headers), ...checkTotals(headers)]
}

function checkName(name: string, index: number, authKind: string): HeaderProblem[] {
  const problem = (code: string, message: string): HeaderProblem[] => [{ index, field: 'name', code, message }]
  const lower = name.toLowerCase()
  if (name === '') return problem('required', 'The header needs a name')
  if (!TOKEN.test(name)) return problem('invalid_name', `"${name}" is not a header name: no spaces, colons or accents`)
  if (name.length > MAX_NAME_LENGTH) return problem('too_long', `The name is longer than ${MAX_NAME_LENGTH} characters`)
  if (REFUSED.some((rule) => rule.test(lower))) return problem('reserved', `"${name}" cannot be set here`)
  if (lower === 'authorization' && authKind !== 'none') {
    return problem('reserved', 'Authorization is already set by the authentication chosen above')
  }
  return []
}

function checkValue(value: string, index: number): HeaderProblem[] {
  const problem = (code: string, message: string): HeaderProblem[] => [{ index, field: 'value', code, message }]
  if (!VALUE.test(value))
    return problem('invalid_value', 'The value may hold visible ASCII characters, spaces and tabs')
  if (value.length > MAX_VALUE_LENGTH)
    return problem('too_long', `The value is longer than ${MAX_VALUE_LENGTH} characters`)
  return []
}

function findDuplicates(headers: readonly HeaderToCheck[]): HeaderProblem[] {
  const names = headers.map(({ name }) => name.toLowerCase())
  return headers.flatMap(({ name }, index): HeaderProblem[] => {
    const isFirst = name === '' || names.indexOf(name.toLowerCase()) === index
    return isFirst ? [] : [{ index, field: 'name', code: 'duplicate', message: `"${name}" is there twice` }]
  })
}

function checkTotals(headers: readonly HeaderToCheck[]): HeaderProblem[] {
  if (headers.length > MAX_HEADERS) {
    return [{ index: MAX_HEADERS, field: 'name', code: 'too_many', message: `At most ${MAX_HEADERS} headers` }]
  }
  let bytes = 0
  // A line on the wire is "name: value\r\n".
  const index = headers.findIndex(
    ({ name, value }) => (bytes += name.length + (value ?? '').length + 4) > MAX_HEADERS_BYTES,
  )
  if (index === -1) return []
  return [{ index, field: 'value', code: 'too_large', message: 'The headers are larger than 8 KB together' }]
}
