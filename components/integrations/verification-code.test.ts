import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseGuide } from '@/components/docs/parse-guide'
import { pickSnippets } from '@/components/docs/pick-snippets'
import { findProjectRoot } from '@/lib/project-root'
import { toOwnCode, verificationCall } from './verification-code'

const blocks = parseGuide(readFileSync(join(findProjectRoot(), 'docs', 'receivers.md'), 'utf8'))
const standard = pickSnippets(blocks, 'standard-webhooks')
const raw = pickSnippets(blocks, 'guard-argyle-and-own-headers')
const languages = ['js', 'python', 'go', 'ruby', 'php', 'java']

it('the guide has code without a library for both kinds of scheme', () => {
  for (const snippets of [standard, raw]) expect(snippets.map(({ language }) => language)).toEqual(languages)
  expect(standard.filter(({ code }) => /standardwebhooks/i.test(code))).toEqual([])
  expect(pickSnippets(blocks, 'no-such-heading')).toEqual([])
  expect(pickSnippets(blocks, 'retries')).toEqual([])
})

const own = { scheme: 'hmac', header: 'X-Signature', algorithm: 'sha256', encoding: 'base64' } as const

describe.each(raw.map(({ language, code }) => ({ language, code })))('$language', ({ language, code }) => {
  // The guide's calls are tried with real requests; so these are as good.
  it.each([['Guard', { scheme: 'guard' }], ['Argyle', { scheme: 'argyle' }], ['own header', own]] as const)('calls as the guide does: %s', (name, signing) => {
    expect(code).toContain(` ${name}: ${verificationCall(language, signing)}\n`)
  })

  it('has the one call that fits in place of three', () => {
    const signing = { scheme: 'hmac', header: 'X-Acme', algorithm: 'sha512', encoding: 'hex' } as const
    const lines = toOwnCode(code, language, signing).split('\n')
    expect(lines.filter((line) => line.trim().endsWith(verificationCall(language, signing)))).toHaveLength(1)
    expect(lines).toHaveLength(code.split('\n').length - 2)
    expect(lines.join('\n')).not.toMatch(/Guard|Argyle|own header/)
    expect(lines.join('\n')).toMatch(language === 'php' ? /HTTP_X_ACME/ : /x-acme/i)
    expect(lines.join('\n')).toMatch(/sha512/i)
  })
})

it('leaves the code of Standard Webhooks alone', () => {
  for (const { code, language } of standard) expect(toOwnCode(code, language, { scheme: 'standard' })).toBe(code)
})
