import { expect, test } from 'vitest'
import type { Incoming } from './incoming'
import { replyPage } from './reply-page'

const typeFor = (accept: string | null): string => {
  const headers = new Headers(accept === null ? {} : { accept })
  const request = { headers } as Pick<Incoming, 'headers'> as Incoming // all that it looks at
  return replyPage(request, { data: [{ id: 'a' }], page: { nextCursor: null } }, [['id', ({ id }) => id]]).headers?.['content-type'] ?? 'json'
}

test('a list is CSV for who asks for it, and JSON for who prefers that or says nothing', () => {
  for (const accept of ['text/csv', 'TEXT/CSV', 'text/csv; charset=utf-8', 'text/csv;q=0.5', 'application/json;q=0.1, text/csv', 'text/csv, */*;q=0.1', 'text/csv;q=x']) {
    expect([accept, typeFor(accept)]).toEqual([accept, 'text/csv; charset=utf-8'])
  }
  for (const accept of [null, '', '*/*', 'text/*', 'application/json', 'text/csv;q=0', 'application/json, text/csv;q=0.5', 'text/csvx']) {
    expect([accept, typeFor(accept)]).toEqual([accept, 'json'])
  }
})
