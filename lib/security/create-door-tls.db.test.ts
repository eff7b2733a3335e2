import { afterEach, expect, it, onTestFinished, vi } from 'vitest'
import { createDoor } from '@/lib/security/create-door'
import { safeRequest } from '@/lib/security/safe-request'
import { policyWith } from '@/lib/security/testing/policy-with'
import { answer, startRawReceiver } from '@/lib/security/testing/raw-receiver'
import { authority, expired, leafKey, selfSigned, valid } from '@/lib/security/testing/test-certificates'

const policy = policyWith('127.0.0.0/8')
const lookup = async () => [{ address: '127.0.0.1', family: 4 }]
const request = { headers: [], body: '{}', timeoutMs: 5000 }

async function secureReceiver(cert: string) {
  const receiver = await startRawReceiver({
    behave: (socket) => socket.write(answer(200, 'safe')),
    tls: { key: leafKey, cert },
  })
  onTestFinished(receiver.close)
  return receiver
}

afterEach(() => void vi.unstubAllEnvs())

it('keeps the name for TLS although the address was judged and dialled', async () => {
  const { port } = await secureReceiver(valid)
  const result = await safeRequest({
    ...request,
    url: `https://receiver.example.com:${port}/`,
    policy,
    lookup,
    ca: authority,
  })
  expect(result).toMatchObject({ outcome: 'response', status: 200 })
  expect(result.timings.tlsMs).toBeGreaterThan(0)
  expect(result.timings.dnsMs).not.toBeNull()
})

it('checks the certificate of a literal address against the address', async () => {
  const { port } = await secureReceiver(valid)
  const result = await safeRequest({ ...request, url: `https://127.0.0.1:${port}/`, policy, ca: authority })
  expect(result).toMatchObject({ outcome: 'response', status: 200 })
})

it.each([
  ['expired', expired, 'receiver.example.com', 'expired'],
  ['self-signed', selfSigned, 'receiver.example.com', 'self-signed'],
  ['for another host', valid, 'other.example.com', 'another host'],
])(
  'refuses a certificate that is %s, whatever the environment says; the request does not leave',
  async (_, cert, host, words) => {
    const { port, requests } = await secureReceiver(cert)
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
    const door = createDoor({ policy, lookup, ca: authority })
    onTestFinished(door.close)
    const result = await door.request({ ...request, url: `https://${host}:${port}/` })
    expect(result).toMatchObject({ outcome: 'error', code: 'tls', message: expect.stringContaining(words) })
    expect(requests).toEqual([])
  },
)

it('refuses an authority that the system does not know', async () => {
  const { port } = await secureReceiver(valid)
  const result = await safeRequest({ ...request, url: `https://receiver.example.com:${port}/`, policy, lookup })
  expect(result).toMatchObject({ code: 'tls' })
})

it('names a server that does not speak TLS', async () => {
  const plain = await startRawReceiver({
    behave: () => undefined,
    onConnect: (socket) => socket.write('SSH-2.0-x\r\n'),
  })
  onTestFinished(plain.close)
  const result = await safeRequest({ ...request, url: `https://receiver.example.com:${plain.port}/`, policy, lookup })
  expect(result).toMatchObject({ code: 'tls' })
})
