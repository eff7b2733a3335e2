import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { diffLines } from './diff-lines'

const show = (before: string, after: string) =>
  diffLines(before, after).map(({ kind, text }) => ({ same: '  ', removed: '- ', added: '+ ' })[kind] + text)

it('tells what was taken out and what was put in, and leaves the rest', () => {
  expect(show('{\n  "a": 1,\n  "b": 2\n}', '{\n  "a": 1,\n  "b": 3,\n  "c": 4\n}'))
    .toEqual(['  {', '    "a": 1,', '-   "b": 2', '+   "b": 3,', '+   "c": 4', '  }'])
  expect(show('a\nb\nc', 'a\nb\nc')).toEqual(['  a', '  b', '  c'])
})

it('either side can be read from it', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 }).map((lines) => lines.join('\n'))
  fc.assert(fc.property(text, text, (before, after) => {
    const lines = diffLines(before, after)
    const side = (other: 'added' | 'removed') => lines.filter(({ kind }) => kind !== other).map((line) => line.text).join('\n')
    expect([side('added'), side('removed')]).toEqual([before, after])
  }))
})
