import { describe, expect, it } from 'vitest'
import { codeOf, door, post, receiver } from '@/lib/security/testing/door-fixtures'
import { policyWith } from '@/lib/security/testing/policy-with'
import { answer, startRawReceiver } from '@/lib/security/testing/raw-receiver'

describe('addresses', () => {
  const at =
    (...addresses: string[]) =>
    async () =>
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))

  it('refuses a name that leads to a private address; the listener there sees nothing', async () => {
    const { port, connections } = await receiver((socket) => socket.write(answer(200)))
    const closed = door({ policy: policyWith('', { allowHttp: true }), lookup: at('127.0.0.1') })
    const result = await closed.request(post(port, { url: `http://evil.example.com:${port}/` }))
    expect(result).toMatchObject({ code: 'blocked_address', message: expect.stringContaining('127.0.0.1') })
    expect(connections()).toBe(0)
  })

  it.each([
    ['metadata', ['169.254.169.254']],
    ['a mapped private address', ['::ffff:10.0.0.1']],
    ['a public and a private address', ['93.184.216.34', '10.0.0.1']],
    ['a private and a public address', ['10.0.0.1', '93.184.216.34']],
    ['a public IPv4 and a private IPv6 address', ['93.184.216.34', 'fd00::1']],
  ])('refuses a name with %s', async (_, addresses) => {
    const result = await door({ policy: policyWith(''), lookup: at(...addresses) }).request(
      post(443, { url: 'https://evil.example.com/' }),
    )
    expect(codeOf(result)).toBe('blocked_address')
  })

  it.each([
    'http://127.0.0.1',
    'http://2130706433',
    'http://[::1]',
    'http://[::ffff:7f00:1]',
    'http://localhost',
    'http://0.0.0.0',
    'http://127.1',
  ])('refuses %s before dialling', async (origin) => {
    const { port, connections } = await receiver((socket) => socket.write(answer(200)))
    const result = await door({ policy: policyWith('', { allowHttp: true }) }).request(
      post(port, { url: `${origin}:${port}/` }),
    )
    expect(codeOf(result)).toBe('blocked_address')
    expect(connections()).toBe(0)
  })

  it('judges every new connection: a name that turns private later is refused then (rebinding)', async () => {
    const { port, connections } = await receiver((socket) => socket.end(answer(200, '', ['Connection: close'])))
    const answers = ['127.0.0.1', '10.0.0.1']
    const rebinding = door({ lookup: async () => [{ address: answers.shift() ?? '10.0.0.1', family: 4 }] })
    const request = post(port, { url: `http://rebind.example.com:${port}/` })
    expect(codeOf(await rebinding.request(request))).toBe('response 200')
    expect(codeOf(await rebinding.request(request))).toBe('blocked_address')
    expect(connections()).toBe(1)
  })

  it('asks once per connection, so the judged answer is the dialled one', async () => {
    const { port, connections } = await receiver((socket) => socket.write(answer(200)))
    let asked = 0
    const counting = door({ lookup: async () => [{ address: ++asked === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }] })
    expect(codeOf(await counting.request(post(port, { url: `http://name.example.com:${port}/` })))).toBe('response 200')
    expect([asked, connections()]).toEqual([1, 1])
  })

  it('opens a range for its port only', async () => {
    const { port } = await receiver((socket) => socket.write(answer(200)))
    const other = await receiver((socket) => socket.write(answer(200)))
    const narrow = door({ policy: policyWith(`127.0.0.0/8:${port}`), lookup: at('127.0.0.1') })
    expect(codeOf(await narrow.request(post(port)))).toBe('response 200')
    expect(codeOf(await narrow.request(post(port, { url: `http://localhost:${port}/` })))).toBe('response 200')
    expect(codeOf(await narrow.request(post(port, { url: `http://localhost:${other.port}/` })))).toBe('blocked_address')
    expect(other.connections()).toBe(0)
  })

  it('sends plain http to names in allowed ranges only, unless http is allowed', async () => {
    const result = await door({ lookup: at('93.184.216.34') }).request(post(80, { url: 'http://public.example.com/' }))
    expect(result).toMatchObject({ code: 'blocked_address', message: expect.stringContaining('https') })
  })

  it('reaches the next address when the first does not listen', async () => {
    const { port } = await receiver((socket) => socket.write(answer(200)))
    expect(
      codeOf(
        await door({ lookup: at('::1', '127.0.0.1') }).request(post(port, { url: `http://dual.example.com:${port}/` })),
      ),
    ).toBe('response 200')
  })

  it('says when a name does not exist, has no address, or nothing listens', async () => {
    const missing = door({ lookup: () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' })) })
    expect(await missing.request(post(1, { url: 'https://no.example.com/' }))).toMatchObject({
      code: 'dns',
      message: expect.stringContaining('no.example.com'),
    })
    expect(codeOf(await door({ lookup: at() }).request(post(1, { url: 'https://no.example.com/' })))).toBe('dns')
    const gone = await startRawReceiver({ behave: () => undefined })
    await gone.close()
    expect(await door().request(post(gone.port))).toMatchObject({
      code: 'connect',
      message: expect.stringContaining('ECONNREFUSED'),
    })
  })
})

describe('the own inbox', () => {
  it('is dialled where we listen, with the public host name; every other own address is refused', async () => {
    const { port, requests, connections } = await receiver((socket) => socket.write(answer(200)))
    const own = door({
      policy: policyWith('127.0.0.0/8', { ownInbox: { appUrl: 'https://hooks.example.com', host: '0.0.0.0', port } }),
    })
    expect(codeOf(await own.request(post(port, { url: 'https://hooks.example.com/inbox/abc?x=1' })))).toBe(
      'response 200',
    )
    expect(requests[0]).toContain('POST /inbox/abc?x=1 HTTP/1.1\r\nhost: hooks.example.com\r\n')
    for (const url of [
      'https://hooks.example.com/api/v1/events',
      `http://127.0.0.1:${port}/inbox/abc`,
      `http://localhost:${port}/`,
    ]) {
      expect(codeOf(await own.request(post(port, { url })))).toBe('blocked_address')
    }
    expect(connections()).toBe(1)
  })
})
