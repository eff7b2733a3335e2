import type { Page } from '@/lib/contracts/paging'
import { ok, type Reply } from './handle'
import type { Incoming } from './incoming'
import { writeCsv, type CsvColumn } from './write-csv'

// The weight that an Accept header gives to a media type it names: 1 unless it says so, 0 when it does not name it.
const weightOf = (accept: string, type: string): number => {
  const range = accept.toLowerCase().split(',').map((one) => one.split(';').map((part) => part.trim())).find(([name]) => name === type)
  if (!range) return 0
  const weight = Number(range.find((part) => part.startsWith('q='))?.slice(2) ?? 1)
  return Number.isNaN(weight) ? 1 : weight
}

const wantsCsv = (accept: string): boolean => {
  const weight = weightOf(accept, 'text/csv')
  return weight > 0 && weight >= weightOf(accept, 'application/json')
}

/** A page of a list, as CSV where the client asks for that. The next page's cursor has no place in a CSV: it is in a header. */
export function replyPage<T>(request: Incoming, page: Page<T>, columns: ReadonlyArray<CsvColumn<T>>): Reply {
  if (!wantsCsv(request.headers.get('accept') ?? '')) return ok(page)
  const { nextCursor } = page.page
  return ok(writeCsv(columns, page.data), {
    'content-type': 'text/csv; charset=utf-8', ...(nextCursor !== null && { 'x-next-cursor': nextCursor }),
  })
}
