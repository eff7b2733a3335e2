import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { highlightCode } from './highlight-code'
import { LANGUAGES, parseGuide } from './parse-guide'

const guide = readFileSync(join(import.meta.dirname, '../../docs/receivers.md'), 'utf8')
const snippets = parseGuide(guide).flatMap((block) => (block.kind === 'code' ? block.snippets : []))

it('tells comments, texts, numbers and words of the language apart', () => {
  expect(highlightCode('const a = "b // c" + 12 // done', 'js').filter(({ kind }) => kind !== 'plain')).toEqual([
    { kind: 'keyword', text: 'const' }, { kind: 'string', text: '"b // c"' }, { kind: 'number', text: '12' }, { kind: 'comment', text: '// done' },
  ])
})

it('every language of the guides has colours', () => {
  const coloured = snippets.filter(({ code, language }) => highlightCode(code, language).length > 1)
  expect(snippets.length - coloured.length).toBe(0)
  expect(Object.keys(LANGUAGES).filter((language) => highlightCode('"a" 1', language).length < 2)).toEqual([])
})

it('the pieces together are the code', () => {
  for (const { code, language } of snippets) expect(highlightCode(code, language).map(({ text }) => text).join('')).toBe(code)
})
