/** Where the cursor stands in a template and which piece of a name is before it. */
export type CursorPlace = { kind: 'text' } | { kind: 'variable' | 'filter' | 'tag'; word: string }

/** `before` is the template up to the cursor. */
export function findCursorPlace(before: string): CursorPlace {
  const open = Math.max(before.lastIndexOf('{{'), before.lastIndexOf('{%'))
  if (open === -1 || isClosed(before, open)) return { kind: 'text' }
  const inside = before.slice(open + 2).replace(/^-/, '')
  if (insideText(inside)) return { kind: 'text' }
  const filter = /\|\s*([A-Za-z_]\w*)?$/.exec(inside)
  if (filter) return { kind: 'filter', word: filter[1] ?? '' }
  const tag = /^\s*([A-Za-z_]*)$/.exec(inside)
  if (tag && before[open + 1] === '%') return { kind: 'tag', word: tag[1] ?? '' }
  if (inside.includes('|') && !/[:,]\s*[\w.[\]"-]*$/.test(inside)) return { kind: 'text' }
  return { kind: 'variable', word: /[A-Za-z_][\w-]*(?:\.[\w-]*|\[\d*\]?)*$/.exec(inside)?.[0] ?? '' }
}

/** What is missing behind the cursor to close the Liquid that it stands in: ` }}`, ` %}`, or nothing. */
export function findMissingClose(before: string, after: string): '' | ' }}' | ' %}' {
  const open = Math.max(before.lastIndexOf('{{'), before.lastIndexOf('{%'))
  if (open === -1 || isClosed(before, open)) return ''
  const close = before[open + 1] === '%' ? '%}' : '}}'
  const [line = ''] = after.split('\n', 1)
  const end = line.indexOf(close)
  const between = line.slice(0, Math.max(0, end))
  // In {"a":{"b":"{{ x"}} the braces behind the quote are JSON's own.
  const isThere = end !== -1 && !/[{}]/.test(between) && between.split('"').length % 2 === 1
  return isThere ? '' : ` ${close}`
}

function isClosed(before: string, open: number): boolean {
  const close = before[open + 1] === '%' ? '%}' : '}}'
  return before.indexOf(close, open + 2) !== -1
}

function insideText(inside: string): boolean {
  let quote = ''
  for (const sign of inside) {
    if (quote === '' && (sign === '"' || sign === "'")) quote = sign
    else if (sign === quote) quote = ''
  }
  return quote !== ''
}

/** The dotted name at a 0-based offset of a line, for the hover; `null` outside of Liquid. */
export function findNameAt(line: string, offset: number): { name: string; start: number; end: number } | null {
  for (const match of line.matchAll(/[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*|\[\d+\])*/g)) {
    const end = match.index + match[0].length
    if (offset < match.index || offset > end) continue
    // The part under the pointer: on `context` of notification.context.x it is notification.context.
    const rest = match[0].slice(offset - match.index)
    const part = rest.search(/[.[]/)
    const name = part === -1 ? match[0] : match[0].slice(0, offset - match.index + part)
    return { name, start: match.index, end: match.index + name.length }
  }
  return null
}

/** A variable as it is written at a place: bare inside of Liquid, else with its braces. */
export function writeVariable(path: string, before: string): string {
  return findCursorPlace(before).kind === 'text' ? `{{ ${path} }}` : path
}
