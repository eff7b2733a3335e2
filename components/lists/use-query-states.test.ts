import { describe, expect, it } from 'vitest'
import { query, readQuery, writeQuery } from './use-query-states'

const parsers = {
  q: query.text,
  request: query.optionalText,
  status: query.someOf(['failed', 'sending']),
  test: query.oneOf(['true', 'false']),
  range: query.oneOfOr(['24h', '7d'], '24h'),
}
const read = (text: string) => readQuery(parsers, new URLSearchParams(text))
const write = (text: string, change: Parameters<typeof writeQuery<typeof parsers>>[1]) => {
  const search = new URLSearchParams(text)
  writeQuery(parsers, change, search)
  return search.toString()
}

describe('state in the address', () => {
  it('is read by its parser, and its absence means something', () => {
    expect(read('')).toEqual({ q: '', request: null, status: [], test: null, range: '24h' })
    expect(read('q=a+b&request=r1&status=failed,sending&test=true&range=7d'))
      .toEqual({ q: 'a b', request: 'r1', status: ['failed', 'sending'], test: 'true', range: '7d' })
  })

  it('that means nothing counts as absent', () => {
    expect(read('status=gone,failed&test=perhaps&range=1y')).toMatchObject({ status: ['failed'], test: null, range: '24h' })
  })

  it('is written without what means the same as nothing, and leaves the rest alone', () => {
    expect(write('other=1&q=x', { q: null, range: '24h', status: [] })).toBe('other=1')
    expect(write('other=1', { q: 'a&b', status: ['failed', 'sending'], range: '7d' })).toBe('other=1&q=a%26b&status=failed%2Csending&range=7d')
  })
})
