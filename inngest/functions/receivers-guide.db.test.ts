import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { integrationTo, startWorld, type World } from '@/inngest/testing/start-world'
import { findEventType } from '@/lib/catalogue/find-event-type'
import type { IntegrationInput } from '@/lib/contracts/integration'
import { findProjectRoot } from '@/lib/project-root'
import { startReceiver, type ReceivedRequest, type Receiver } from '@/lib/testing/receiver'

// docs/receivers.md is held to what is really sent: its snippets verify real requests, and its sample bodies are those bodies.

const guide = readFileSync(join(findProjectRoot(), 'docs', 'receivers.md'), 'utf8')
const sectionOf = (heading: string): string => {
  const start = guide.indexOf(`\n${heading}\n`)
  if (start === -1) throw new Error(`docs/receivers.md has no "${heading}"`)
  const level = heading.slice(0, heading.indexOf(' '))
  const end = guide.slice(start + 1 + heading.length).search(new RegExp(`\\n#{2,${level.length}} `))
  return end === -1 ? guide.slice(start) : guide.slice(start, start + 1 + heading.length + end)
}
/** The last block of that language: libraries come first. */
const snippet = (heading: string, language: string): string => {
  const blocks = [...sectionOf(heading).matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\n\`\`\``, 'g'))]
  return blocks.at(-1)?.[1] ?? expect.unreachable(`${heading} has no ${language}`)
}

const STANDARD = '### Standard Webhooks'
const RAW = '### Guard, Argyle and own headers'
const schemes = {
  standard: { signing: { scheme: 'standard' }, heading: STANDARD, header: 'webhook-signature', js: [], python: [] },
  guard: { signing: { scheme: 'guard' }, heading: RAW, header: 'x-guard-signature', js: [], python: [] },
  argyle: { signing: { scheme: 'argyle' }, heading: RAW, header: 'x-argyle-signature', js: ['sha512'], python: ['hashlib.sha512'] },
  hmac: {
    signing: { scheme: 'hmac', header: 'X-Signature', algorithm: 'sha256', encoding: 'base64' },
    heading: RAW, header: 'x-signature', js: ['sha256', 'base64'], python: ['hashlib.sha256', '"base64"'],
  },
} as const satisfies Record<string, { signing: IntegrationInput['signing']; heading: string; header: string; js: readonly string[]; python: readonly string[] }>
type Scheme = keyof typeof schemes
const all = Object.keys(schemes) as Scheme[] // the keys of an object that is written here

interface Signed { request: ReceivedRequest; secret: string }

let world: World
let receiver: Receiver
let folder: string
const signed = new Map<Scheme, Signed>()
const of = (scheme: Scheme): Signed => signed.get(scheme) ?? expect.unreachable(scheme)
const bodies = new Map<string, string>()

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hookwright-guide-'))
  world = await startWorld()
  receiver = await startReceiver()
  await world.startWorker()
  const secrets = new Map<Scheme, string>()
  for (const scheme of all) {
    const { signing } = await world.create(integrationTo(`${receiver.url}/${scheme}`, { name: scheme, signing: schemes[scheme].signing }))
    secrets.set(scheme, String(signing.secret))
  }
  const vendors = { guard: 'investigation.opened', argyle: 'reputations.added' }
  await world.create(integrationTo(`${receiver.url}/vendors`, { name: 'A reputation was added', triggers: Object.values(vendors).map((type) => ({ type, params: {}, template: null })) }))
  await world.send(
    { type: 'CustomerCSTARUnderThreshold', context: { LatestScore: 599, PrevScore: 732, Threshold: 600, Company: 'Söhne & "Co" 😀\n' } },
    { type: vendors.guard, occurredAt: '2026-06-24T12:00:00Z', context: findEventType(vendors.guard)?.sample.context },
    { type: vendors.argyle, context: { account: 'ada143be-3c90-4534-b7ea-9899674dc6e0', user: '3823026e-a964-45f6-b201-6b8c096b30d3', reputation: '4334r6e-a964-45eef6-b201-64464' } },
  )
  for (const request of await receiver.until(6)) {
    const scheme = all.find((one) => request.url === `/${one}`)
    if (scheme) signed.set(scheme, { request, secret: secrets.get(scheme) ?? '' })
    else bodies.set((JSON.parse(request.body) as { event: string }).event, request.body)
  }
})
afterAll(async () => {
  await receiver.close()
  await world.close()
  rmSync(folder, { recursive: true, force: true })
})

// What must not verify: another body, another secret (of the same form), another signature.
const forgeries = ({ request, secret }: Signed): Array<{ body: string; headers: ReceivedRequest['headers']; secret: string }> => [
  { body: request.body.replace('599', '999'), headers: request.headers, secret },
  { body: request.body, headers: request.headers, secret: secret.replace(/.{4}$/, (end) => (end === 'AAA=' ? 'BBB=' : 'AAA=')) },
]

describe.each(all)('the snippets for %s verify a real request and no forged one', (scheme) => {
  const { heading, header, js, python } = schemes[scheme]

  it('Node.js', async () => {
    const file = join(folder, `${scheme}.mjs`)
    writeFileSync(file, snippet(heading, 'js'))
    const { isSigned } = (await import(pathToFileURL(file).href)) as { isSigned: (...args: unknown[]) => boolean } // the guide's own words
    const check = (body: string, headers: ReceivedRequest['headers'], secret: string) =>
      heading === STANDARD ? isSigned(Buffer.from(body), headers, secret) : isSigned(Buffer.from(body), headers[header], secret, ...js)
    const { request, secret } = of(scheme)
    expect(check(request.body, request.headers, secret)).toBe(true)
    for (const forged of forgeries(of(scheme))) expect(check(forged.body, forged.headers, forged.secret)).toBe(false)
    expect(check(request.body, { ...request.headers, [header]: 'v1,AAAA' }, secret)).toBe(false)
  })

  const { status } = spawnSync('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 9))'])
  if (status !== 0) console.warn('receivers-guide: no python3 (3.9 or newer) here, so the Python snippets are not tried')
  it.skipIf(status !== 0)('Python', () => {
    const program = `${snippet(heading, 'python')}

import json, sys
for case in json.load(sys.stdin):
    body, headers, secret = case["body"].encode(), case["headers"], case["secret"]
    print(${heading === STANDARD ? 'is_signed(body, headers, secret)' : `is_signed(${['body', `headers["${header}"]`, 'secret', ...python].join(', ')})`})
`
    const { request, secret } = of(scheme)
    const cases = [{ body: request.body, headers: request.headers, secret }, ...forgeries(of(scheme))]
    const ran = spawnSync('python3', ['-c', program], { input: JSON.stringify(cases), encoding: 'utf8' })
    expect(ran.stderr).toBe('')
    expect(ran.stdout.trim().split('\n')).toEqual(['True', 'False', 'False'])
  })
})

describe('the guide', () => {
  it('has a snippet for each scheme in six languages', () => {
    for (const heading of [STANDARD, RAW]) {
      for (const language of ['js', 'python', 'go', 'ruby', 'php', 'java']) expect(snippet(heading, language)).not.toBe('')
    }
  })

  it.each([['## Guard alerts', 'investigation.opened'], ['## Argyle subscriptions', 'reputations.added']])('%s: its sample is what is sent, byte for byte', (heading, event) => {
    expect(bodies.get(event)).toBe(snippet(heading, 'json'))
  })
})
