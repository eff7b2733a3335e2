import { describe, expect, it } from 'vitest'
import type { TestResult } from '@/lib/contracts/delivery'
import { buildCurl } from './build-curl'
import { describeTest, describeTimings, prettyBody } from './describe-test'

const result: TestResult = {
  ok: true, status: 200, durationMs: 128.4, deliveryId: null, request: null, response: null, error: null, timings: null,
}

describe('describeTest', () => {
  it('says status and time, or why nothing came back', () => {
    expect(describeTest(result)).toBe('200 OK in 128 ms')
    expect(describeTest({ ...result, status: 299 })).toBe('299 in 128 ms')
    expect(describeTest({ ...result, ok: false, status: null, error: { code: 'dns', message: 'The name is not known.', hint: null } })).toBe('The name is not known.')
  })

  it('phases that were not measured are left out', () => {
    expect(describeTimings({ dnsMs: 4.2, connectMs: 18, tlsMs: null, firstByteMs: 0 })).toBe('dns 4 · connect 18 · first byte 0')
    expect(describeTimings(null)).toBe('')
  })

  it('indents JSON and leaves everything else', () => {
    expect(prettyBody('{"a":1}')).toBe('{\n  "a": 1\n}')
    expect(prettyBody('<b>')).toBe('<b>')
  })
})

describe('buildCurl', () => {
  it('a quote in a body can not end the argument', () => {
    const curl = buildCurl({ method: 'POST', url: 'https://a.example/?a=b&c', headers: { 'x-a': "it's", 'Content-Length': '9', host: 'a' }, body: `{"a":"'; rm -rf /"}` })
    expect(curl).toBe(
      `curl -X POST 'https://a.example/?a=b&c' \\\n  -H 'x-a: it'\\''s' \\\n  --data-binary '{"a":"'\\''; rm -rf /"}'`,
    )
  })
})
