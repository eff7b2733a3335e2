import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { buildCurl } from './build-curl'

const request = {
  method: 'POST' as const,
  url: 'https://example.com/hook?a=1&b=$HOME',
  headers: { 'content-type': 'application/json', authorization: 'Bearer top-secret', host: 'example.com', 'x-team': "it's `id`" },
  body: '{"text":"it\'s\n$(id) \\"quoted\\" é 🦊"}',
}

/** What a shell makes of the command's words. */
const words = (command: string) =>
  execFileSync('sh', ['-c', `curl() { for word in "$@"; do printf '%s\\0' "$word"; done; }\n${command}`], { encoding: 'utf8' }).split('\0').slice(0, -1)

test('a shell passes URL, headers and body on exactly as they were sent', () => {
  expect(words(buildCurl(request))).toEqual([
    '-X', 'POST', request.url,
    '-H', 'content-type: application/json',
    '-H', 'authorization: Bearer [secret]',
    '-H', "x-team: it's `id`",
    '--data-raw', request.body,
  ])
})

test('no credential is in it, however the header is written', () => {
  const headers = { Authorization: 'Basic dTpw', COOKIE: 'sid=1', 'X-Api-Key': 'k-123' }
  const command = buildCurl({ ...request, headers })
  expect(command).not.toMatch(/dTpw|sid=1|k-123/)
  expect(command).toContain('Authorization: Basic [secret]')
})
