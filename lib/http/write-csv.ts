/** One column: its name in the header line and how it is read. */
export type CsvColumn<T> = [name: string, read: (row: T) => string | number | boolean | null]

// A spreadsheet would run a cell that starts like a formula.
const neutral = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)

const cell = (value: string | number | boolean | null): string => {
  const text = typeof value === 'string' ? neutral(value) : String(value ?? '')
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** CSV (RFC 4180) with a header line; cells that a spreadsheet would take for a formula are neutralised. */
export function writeCsv<T>(columns: ReadonlyArray<CsvColumn<T>>, rows: readonly T[]): string {
  const lines = [columns.map(([name]) => name), ...rows.map((row) => columns.map(([, read]) => cell(read(row))))]
  return lines.map((line) => `${line.join(',')}\r\n`).join('')
}
