import { importedScorecard, scoreEntry } from '@/lib/contracts/scorecard'
import type * as z from 'zod'

export type ImportedScorecard = z.output<typeof importedScorecard>
export interface ImportedScore {
  domain: string
  score: number
  observedAt?: string
}

export interface ParsedLine {
  line: number
  scorecard: ImportedScorecard
  score: ImportedScore | null
}

export interface ParsedCsv {
  lines: ParsedLine[]
  errors: Array<{ line: number; message: string }>
}

export const CSV_COLUMNS = ['domain', 'name', 'kind', 'tier', 'labels', 'followed', 'score', 'observedAt'] as const
type Column = (typeof CSV_COLUMNS)[number]
const MAX_LINES = 50_000

interface CsvRecord {
  line: number
  cells: string[]
}

/** RFC 4180, with commas, semicolons or tabs. */
function readRecords(text: string): CsvRecord[] {
  const head = text.slice(0, text.search(/\r?\n|$/))
  const separator = [';', '\t', ','].find((one) => head.includes(one)) ?? ','
  const records: CsvRecord[] = []
  let cells: string[] = []
  let cell = ''
  let quoted = false
  let line = 1
  let start = 1
  const endRecord = () => {
    records.push({ line: start, cells: [...cells, cell] })
    cells = []
    cell = ''
  }
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i)
    if (char === '\n') line++
    if (quoted) {
      if (char !== '"') cell += char
      else if (text.charAt(i + 1) === '"') cell += text.charAt(++i)
      else quoted = false
    } else if (char === '"' && cell === '') quoted = true
    else if (char === separator) {
      cells.push(cell)
      cell = ''
    } else if (char === '\n') {
      endRecord()
      start = line
    } else if (char !== '\r') cell += char
  }
  if (cell !== '' || cells.length > 0) endRecord()
  return records.filter((record) => record.cells.some((one) => one.trim() !== ''))
}

const readColumns = (cells: readonly string[]): Array<Column | null> =>
  cells.map((cell) => CSV_COLUMNS.find((column) => column.toLowerCase() === cell.trim().toLowerCase().replace(/[\s_-]/g, '')) ?? null)

const readTime = (text: string): string | undefined => {
  if (text === '') return undefined
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text.replace(/^(\d{4}-\d\d-\d\d) /, '$1T').replace(/(T[\d:.]+)$/, '$1Z')
  // Spreadsheets leave the seconds out.
  return /^\d{4}-/.test(time) ? time.replace(/(T\d\d:\d\d)(?=Z|[+-]|$)/, '$1:00') : text
}

const YES: Readonly<Record<string, boolean>> = { true: true, yes: true, '1': true, false: false, no: false, '0': false }

const messageOf = (error: z.ZodError): string => error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')

function readLine({ line, cells }: CsvRecord, columns: ReadonlyArray<Column | null>): ParsedLine | { line: number; message: string } {
  const of = (name: Column) => cells[columns.indexOf(name)]?.trim() ?? ''
  const optional = (name: Column) => (of(name) === '' ? {} : { [name]: name === 'kind' ? of(name).toLowerCase() : of(name) })
  const followed = of('followed').toLowerCase()
  if (followed !== '' && !Object.hasOwn(YES, followed)) return { line, message: 'followed: Write yes or no' }
  const labels = of('labels').split('|').map((label) => label.trim()).filter(Boolean)
  const scorecard = importedScorecard.safeParse({
    domain: of('domain'), ...optional('name'), ...optional('kind'), ...optional('tier'),
    ...(labels.length > 0 && { labels }), ...(followed !== '' && { followed: YES[followed] }),
  })
  if (!scorecard.success) return { line, message: messageOf(scorecard.error) }
  if (of('score') === '') return { line, scorecard: scorecard.data, score: null }
  // Of all scores only this one can have a thousands separator, which elsewhere is the decimal one.
  if (/^1[.,]000$/.test(of('score'))) return { line, message: `score: ${of('score')} may be a thousand or one: write 1000 or 1` }
  const observedAt = readTime(of('observedAt'))
  const score = scoreEntry.safeParse({ domain: scorecard.data.domain, score: Number(of('score').replace(',', '.')), ...(observedAt !== undefined && { observedAt }) })
  if (!score.success) return { line, message: messageOf(score.error) }
  return { line, scorecard: scorecard.data, score: { domain: score.data.domain, score: score.data.score, ...(score.data.observedAt !== undefined && { observedAt: score.data.observedAt }) } }
}

/** A file with a header line; each line is good or has its error. Several lines of a domain are its history. Pure. */
export function parseScoresCsv(text: string): ParsedCsv {
  const [head, ...records] = readRecords(text.replace(/^\uFEFF/, ''))
  const columns = readColumns(head?.cells ?? [])
  if (!columns.includes('domain')) return { lines: [], errors: [{ line: 1, message: 'The first line must name the columns, among them domain' }] }
  if (records.length > MAX_LINES) return { lines: [], errors: [{ line: MAX_LINES, message: `At most ${MAX_LINES} lines are taken at once` }] }
  const parsed: ParsedCsv = { lines: [], errors: [] }
  for (const record of records) {
    const one = readLine(record, columns)
    if ('message' in one) parsed.errors.push(one)
    else parsed.lines.push(one)
  }
  return parsed
}

const chunk = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size))

const timeOf = ({ observedAt }: ImportedScore): number => (observedAt === undefined ? Infinity : Date.parse(observedAt))

/** The requests that import these lines: the scorecards, then their scores in the order of time. */
export function toImportRequests(lines: readonly ParsedLine[]) {
  const merged = new Map<string, ImportedScorecard>()
  for (const { scorecard } of lines) merged.set(scorecard.domain, { ...merged.get(scorecard.domain), ...scorecard })
  const scores = lines.map(({ score }) => score).filter((score) => score !== null)
  return {
    scorecards: chunk([...merged.values()], 1000),
    scores: chunk(scores.sort((a, b) => (timeOf(a) === timeOf(b) ? 0 : timeOf(a) - timeOf(b))), 1000),
  }
}
