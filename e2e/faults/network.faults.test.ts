import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { answer, startRawReceiver, type RawReceiver } from '@/lib/security/testing/raw-receiver'
import { authority, expired, leafKey, selfSigned, valid } from '@/lib/security/testing/test-certificates'
import { freePort } from '@/lib/testing/free-port'
import type { AttemptRow, DeliveryRow } from './support/read-history'
import { startBlackHole, type BlackHole } from './support/start-black-hole'
import { startGround, type Ground } from './support/start-ground'
import { startServer, type Server } from './support/start-server'

const TIMEOUT_MS = 3000
const LATE_MS = 15_000 // what a busy machine may add; a connection that nobody limits takes two minutes

// What stands for the name servers of the worker (support/answer-lookups.mjs): the answers to one name after another.
const LOOKUPS = {
  'valid.receiver.example.com': [['127.0.0.1']],
  'receiver.example.com': [['127.0.0.1']],
  'other.example.com': [['127.0.0.1']],
  'gone.example.com': [],
  'rebound.example.com': [['127.0.0.1'], ['10.0.0.1']],
  'mixed.example.com': [['127.0.0.1', '10.0.0.1']],
  'metadata.example.com': [['169.254.169.254']],
  'mapped.example.com': [['::ffff:10.0.0.1']],
}

interface Case {
  name: string
  url: (ports: Ports) => string
  errors: Array<string | null>
  /** A word that tells the person what it was. */
  says?: RegExp
}
type Ports = Record<'valid' | 'expired' | 'selfSigned' | 'plain' | 'greeting' | 'closing' | 'closed' | 'hole', number>

const cases: Case[] = [
  { name: 'a valid certificate', url: ({ valid: port }) => `https://receiver.example.com:${port}/`, errors: [null] },
  { name: 'an expired certificate', url: ({ expired: port }) => `https://receiver.example.com:${port}/`, errors: ['tls', 'tls'], says: /expired/ },
  { name: 'a self-signed certificate', url: ({ selfSigned: port }) => `https://receiver.example.com:${port}/`, errors: ['tls', 'tls'], says: /self-signed/ },
  { name: 'a certificate for another host', url: ({ valid: port }) => `https://other.example.com:${port}/`, errors: ['tls', 'tls'], says: /another host/ },
  { name: 'no TLS at all', url: ({ greeting: port }) => `https://receiver.example.com:${port}/`, errors: ['tls', 'tls'] },
  { name: 'a name that does not exist', url: ({ valid: port }) => `https://gone.example.com:${port}/`, errors: ['dns', 'dns'], says: /no such name/ },
  { name: 'a name that turns private after the first attempt', url: ({ closing: port }) => `http://rebound.example.com:${port}/`, errors: ['http_status', 'blocked_address'] },
  { name: 'a name with a public and a private address', url: ({ plain: port }) => `http://mixed.example.com:${port}/`, errors: ['blocked_address'] },
  { name: 'a name that leads to the cloud metadata', url: ({ plain: port }) => `http://metadata.example.com:${port}/`, errors: ['blocked_address'] },
  { name: 'a private address in the dress of IPv6', url: ({ plain: port }) => `http://mapped.example.com:${port}/`, errors: ['blocked_address'] },
  { name: 'a port where nothing listens', url: ({ closed: port }) => `http://127.0.0.1:${port}/`, errors: ['connect', 'connect'], says: /nothing listens/ },
  { name: 'a host that swallows every packet', url: ({ hole: port }) => `http://127.0.0.1:${port}/`, errors: ['timeout', 'timeout'], says: /while connecting/ },
]

let server: Server
let ground: Ground
const receivers: RawReceiver[] = []
const found = new Map<string, DeliveryRow>()
let plain: RawReceiver
let hole: BlackHole

const listen = async (behaviour: Parameters<typeof startRawReceiver>[0]): Promise<RawReceiver> => {
  const started = await startRawReceiver(behaviour)
  receivers.push(started)
  return started
}

const startReceivers = async (): Promise<Ports> => {
  const tls = (cert: string) => listen({ behave: (socket) => socket.write(answer(200)), tls: { key: leafKey, cert } })
  plain = await listen({ behave: (socket) => socket.write(answer(200)) })
  const greeting = await listen({ behave: () => {}, onConnect: (socket) => socket.write('SSH-2.0-OpenSSH_9.6\r\n') })
  hole = await startBlackHole()
  const closing = await listen({ behave: (socket) => socket.end(answer(500, '', ['Connection: close'])) })
  return {
    valid: (await tls(valid)).port, expired: (await tls(expired)).port, selfSigned: (await tls(selfSigned)).port,
    plain: plain.port, greeting: greeting.port, closing: closing.port, closed: await freePort(), hole: hole.port,
  }
}

beforeAll(async () => {
  server = await startServer()
  ground = await startGround(server)
  const ports = await startReceivers()
  const names = new Map<string, string>()
  for (const { name, url } of cases) {
    const policy = { profile: 'custom' as const, timeoutMs: TIMEOUT_MS, retryDelaysSeconds: [1], jitter: false }
    names.set(await ground.integrate(url(ports), { name, policy }), name)
  }
  const trust = join(tmpdir(), `hookwright-authority-${process.pid}.pem`)
  writeFileSync(trust, authority)
  await ground.startWorker({
    preload: ['answer-lookups.mjs'],
    settings: {
      HOOKWRIGHT_LOOKUPS: JSON.stringify(LOOKUPS), NODE_EXTRA_CA_CERTS: trust,
      ALLOWED_PRIVATE_DESTINATIONS: '127.0.0.0/8',
      // Nothing may switch the verification off, this least of all.
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
    },
  })
  await ground.accept(1)
  await ground.settled(cases.length)
  for (const delivery of (await ground.history()).deliveries) found.set(names.get(delivery.integrationId) ?? '', delivery)
})
afterAll(async () => {
  await ground.close()
  hole.close()
  await Promise.all(receivers.map((receiver) => receiver.close()))
  await server.stop()
})

const matches = (row: AttemptRow | undefined, expected: string | null): boolean =>
  expected === null ? row?.error === null : expected.split('|').includes(row?.error ?? '')

it.each(cases)('I3: $name is told by its attempts', ({ name, errors, says }) => {
  const delivery = found.get(name)
  const rows = delivery?.attempts ?? []
  expect(rows.map(({ error }) => error)).toHaveLength(errors.length)
  expect(rows.every((row, i) => matches(row, errors[i] ?? null)), rows.map(({ error, message }) => `${error}: ${message}`).join('\n')).toBe(true)
  if (says) expect(rows[0]?.message).toMatch(says)
  expect(delivery?.status).toBe(errors.at(-1) === null ? 'succeeded' : 'failed')
  for (const { durationMs } of rows) expect(durationMs).toBeLessThan(TIMEOUT_MS + LATE_MS)
})

it('nothing is dialled at an address that was refused', () => {
  expect(plain.connections()).toBe(0)
})
