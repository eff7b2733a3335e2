/**
 * Reads pasted lines as name and value. `headers`: `Name: value`, also as copied from cURL (`-H 'Name: value'`).
 * `params`: `name=value` per line, or a whole query string. `null` when the text is a single plain value, so that an
 * ordinary paste into one field stays ordinary.
 */
export function parsePastedRows(text: string, list: 'headers' | 'params'): { name: string; value: string }[] | null {
  const rows = list === 'headers' ? parseHeaders(text) : parseParams(text)
  return rows.length > 0 ? rows : null
}

function parseHeaders(text: string): { name: string; value: string }[] {
  return text
    .split(/\r?\n/)
    .map((line) => unwrapCurl(line.trim()))
    .map((line) => /^([!#$%&'*+.^_`|~\w-]+)\s*(?::|\t|=)\s*(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map((match) => ({ name: match[1] ?? '', value: (match[2] ?? '').trim() }))
}

function unwrapCurl(line: string): string {
  const match = /^(?:-H|--header)\s+(['"])(.*)\1\s*\\?$/.exec(line)
  return match?.[2] ?? line
}

function parseParams(text: string): { name: string; value: string }[] {
  const query = text.trim().replace(/^[^\s?]*\?/, '')
  return query
    .split(/\r?\n|&/)
    .map((line) => line.trim())
    .filter((line) => line.includes('=') || /\t/.test(line))
    .map((line) => {
      const at = line.search(/=|\t/)
      return { name: decode(line.slice(0, at)), value: decode(line.slice(at + 1)) }
    })
    .filter((row) => row.name !== '')
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' ')).trim()
  } catch {
    return text.trim()
  }
}
