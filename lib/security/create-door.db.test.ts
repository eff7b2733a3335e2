import { describe, expect, it } from 'vitest'
import { createDoor } from '@/lib/security/create-door'
import { assertResponse, codeOf, door, post, receiver } from '@/lib/security/testing/door-fixtures'
import { policyWith } from '@/lib/security/testing/policy-with'
import { answer } from '@/lib/security/testing/raw-receiver'

describe('a request', () => {
  it('goes out byte for byte, with our own framing and accept-encoding: identity', async () => {
    const { port, requests } = await receiver((socket) => socket.write(answer(200, 'ok', ['X-Multi: a', 'X-Multi: b'])))
    const result = assertResponse(await door().request(post(port, { body: '{"ü":"✓"}' })))
    expect(result).toMatchObject({ status: 200, truncated: false })
    expect(result.body.toString()).toBe('ok')
    expect(result.headers).toEqual([
      ['Content-Length', '2'],
      ['X-Multi', 'a'],
      ['X-Multi', 'b'],
    ])
    const [head = '', body = ''] = (requests[0] ?? '').split('\r\n\r\n')
    expect(head.split('\r\n')).toEqual([
      'POST /hook?a=1 HTTP/1.1',
      `host: 127.0.0.1:${port}`,
      'connection: keep-alive',
      'content-type: application/json',
      'accept-encoding: identity',
      'content-length: 12',
    ])
    expect(Buffer.from(body, 'latin1').toString('utf8')).toBe('{"ü":"✓"}')
  })

  it('asks for an uncompressed answer whatever the headers say', async () => {
    const { port, requests } = await receiver((socket) => socket.write(answer(200)))
    await door().request(post(port, { headers: [['Accept-Encoding', 'gzip']] }))
    expect(requests[0]?.match(/accept-encoding: .*/gi)).toEqual(['accept-encoding: identity'])
  })

  it('keeps its connection for the next one, whose timings then have no connecting', async () => {
    const { port, connections } = await receiver((socket) => socket.write(answer(200)))
    const shared = door()
    const first = await shared.request(post(port))
    const second = await shared.request(post(port))
    expect(connections()).toBe(1)
    expect(first.timings.connectMs).toBeGreaterThan(0)
    expect(first.timings.firstByteMs).toBeGreaterThan(0)
    expect(second.timings).toMatchObject({ dnsMs: null, connectMs: null, tlsMs: null })
    expect(second.timings.firstByteMs).toBeGreaterThan(0)
  })

  it('is refused when its headers frame the message, or its body is too large', async () => {
    const { port, connections } = await receiver((socket) => socket.write(answer(200)))
    const strict = door({ maxRequestBytes: 10 })
    expect(codeOf(await strict.request(post(port, { headers: [['Transfer-Encoding', 'chunked']] })))).toBe('protocol')
    expect(codeOf(await strict.request(post(port, { headers: [['Host', 'other.example.com']] })))).toBe('protocol')
    expect(codeOf(await strict.request(post(port, { headers: [['x-a', 'b\r\nx-c: d']] })))).toBe('protocol')
    expect(codeOf(await strict.request(post(port, { headers: [['x a', 'b']] })))).toBe('protocol')
    expect(codeOf(await strict.request(post(port, { body: 'x'.repeat(11) })))).toBe('too_large')
    expect(connections()).toBe(0)
  })

  it('waits for no other, however many hang at the same origin, and their connections serve on', async () => {
    const held: Array<() => void> = []
    const { port, requests } = await receiver((socket) => {
      if (requests.at(-1)?.includes('"hang"')) held.push(() => socket.write(answer(200)))
      else socket.write(answer(200))
    })
    const shared = door()
    const hanging = Array.from({ length: 150 }, () => shared.request(post(port, { body: '"hang"' })))
    await expect.poll(() => held.length).toBe(150)
    expect(codeOf(await shared.request(post(port)))).toBe('response 200')
    for (const release of held) release()
    expect((await Promise.all(hanging)).map(codeOf)).toEqual(hanging.map(() => 'response 200'))
    expect((await shared.request(post(port))).timings.connectMs).toBeNull()
  })

  it('is refused once the door is closed; what is under way is finished first', async () => {
    const held: Array<() => void> = []
    const { port } = await receiver((socket) => held.push(() => socket.write(answer(200))))
    const closing = createDoor({ policy: policyWith('127.0.0.0/8') })
    const underWay = closing.request(post(port))
    const closed = closing.close()
    expect(codeOf(await closing.request(post(port)))).toBe('connect')
    await expect.poll(() => held.length).toBe(1)
    held[0]?.()
    await closed
    expect(codeOf(await underWay)).toBe('response 200')
  })

  it('can be cancelled by a signal, before and during', async () => {
    const { port, requests } = await receiver(() => undefined)
    const controller = new AbortController()
    const pending = door().request(post(port, { signal: controller.signal }))
    await expect.poll(() => requests.length).toBe(1)
    controller.abort()
    expect(await pending).toMatchObject({ code: 'timeout', message: expect.stringContaining('cancelled') })
    expect(codeOf(await door().request(post(port, { signal: AbortSignal.abort() })))).toBe('timeout')
    expect(requests).toHaveLength(1)
  })
})
