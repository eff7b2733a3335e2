import { describe, expect, it } from 'vitest'
import { parsePastedRows } from './parse-pasted-rows'

describe('parsePastedRows', () => {
  it('reads header lines, also those copied from a cURL command', () => {
    expect(parsePastedRows("X-Team: red\r\n  -H 'Authorization: Bearer a:b' \\\n\nnonsense\nX-Empty:", 'headers')).toEqual([
      { name: 'X-Team', value: 'red' },
      { name: 'Authorization', value: 'Bearer a:b' },
      { name: 'X-Empty', value: '' },
    ])
  })

  it('reads parameters as lines, as a query string and from a whole address, decoded', () => {
    const rows = [{ name: 'a', value: '1 2' }, { name: 'ü', value: 'x=y' }]
    expect(parsePastedRows('a=1 2\nü=x=y', 'params')).toEqual(rows)
    expect(parsePastedRows('?a=1+2&%C3%BC=x%3Dy', 'params')).toEqual(rows)
    expect(parsePastedRows('https://a.example/p?a=1%202&%C3%BC=x=y', 'params')).toEqual(rows)
  })

  it('a broken escape stays as it is', () => {
    expect(parsePastedRows('a=100%', 'params')).toEqual([{ name: 'a', value: '100%' }])
  })

  it.each(['X-Team', 'source', '', 'two words'])('%j is an ordinary paste', (text) => {
    expect(parsePastedRows(text, 'headers')).toBeNull()
    expect(parsePastedRows(text, 'params')).toBeNull()
  })
})
