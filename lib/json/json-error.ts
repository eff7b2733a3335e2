/** Where and why a JSON text could not be read. `line` and `column` count from 1, `offset` from 0 in UTF-16 units. */
export class JsonError extends SyntaxError {
  readonly offset: number
  readonly line: number
  readonly column: number
  /** RFC 6901 pointer to the value that was being read. */
  readonly pointer: string

  constructor(reason: string, text: string, offset: number, path: readonly (string | number)[]) {
    const { line, column } = locateOffset(text, offset)
    super(`${reason} at line ${line}, column ${column}`)
    this.name = 'JsonError'
    this.offset = offset
    this.line = line
    this.column = column
    this.pointer = toPointer(path)
  }
}

/** Line and column, both from 1, of an offset in a text. A line ends with `\n`. */
export function locateOffset(text: string, offset: number): { line: number; column: number } {
  let line = 1
  let lineStart = 0
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) {
    line += 1
    lineStart = at + 1
  }
  return { line, column: offset - lineStart + 1 }
}

/** RFC 6901: `['a/b', 0]` → `/a~1b/0`. */
export function toPointer(path: readonly (string | number)[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
