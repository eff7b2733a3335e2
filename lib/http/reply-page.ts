import type { Page } from '@/lib/contracts/paging'
import { ok, type Reply } from './handle'
import type { Incoming } from './incoming'
import { writeCsv, type CsvColumn } from './write-csv'

/** A page of a list, as CSV where the client asks for that. The next page's cursor has no place in a CSV: it is in a header. */
export function replyPage<T>(request: Incoming, page: Page<T>, columns: ReadonlyArray<CsvColumn<T>>): Reply {
  if (!request.headers.get('accept')?.includes('text/csv')) return ok(page)
  const { nextCursor } = page.page
  return ok(writeCsv(columns, page.data), {
    'content-type': 'text/csv; charset=utf-8', ...(nextCursor !== null && { 'x-next-cursor': nextCursor }),
  })
}
