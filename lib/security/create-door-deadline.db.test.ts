import { describe, expect, it } from 'vitest'
import { codeOf, door, exchange, post, receiver, repeat } from '@/lib/security/testing/door-fixtures'
import { answer, type Behaviour } from '@/lib/security/testing/raw-receiver'

describe('the deadline', () => {
  const drip =
    (text: string): Behaviour =>
    (socket) => {
      let sent = 0
      repeat(30, () => socket.destroyed || socket.write(text[sent++ % text.length] ?? ''))
    }
  it.each([
    ['silence', (() => undefined) satisfies Behaviour],
    ['one byte at a time in the headers', drip(`HTTP/1.1 200 OK\r\n${'X-Slow: yes\r\n'.repeat(100)}`)],
    [
      'endless 103s',
      ((socket) =>
        repeat(10, () => socket.destroyed || socket.write('HTTP/1.1 103 Early Hints\r\n\r\n'))) satisfies Behaviour,
    ],
  ])('ends %s', async (_, behave) => {
    const result = await exchange(behave, { timeoutMs: 300 })
    expect(result).toMatchObject({ outcome: 'error', code: 'timeout', response: null })
    expect(result.durationMs).toBeGreaterThanOrEqual(295)
    expect(result.durationMs).toBeLessThan(15_000)
  })

  it('ends a slow drip in the body and gives what had arrived', async () => {
    const result = await exchange(
      (socket) => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n')
        drip('d')(socket, '', 1)
      },
      { timeoutMs: 400 },
    )
    expect(result).toMatchObject({
      code: 'timeout',
      response: { status: 200, truncated: true, body: expect.any(Buffer) },
    })
    expect(result.outcome === 'error' && result.response?.body.toString()).toMatch(/^d+$/)
  })

  it('covers a resolver that never answers', async () => {
    const result = await door({ lookup: () => new Promise(() => undefined) }).request(
      post(1, { url: 'https://example.com/', timeoutMs: 100 }),
    )
    expect(result).toMatchObject({ code: 'timeout', message: expect.stringContaining('resolved') })
  })

  it('covers a handshake that never ends, and closes that connection', async () => {
    let closed = 0
    const silent = await receiver(() => undefined, { onConnect: (socket) => socket.on('close', () => closed++) })
    const url = `https://127.0.0.1:${silent.port}/`
    const result = await door().request(post(silent.port, { url, timeoutMs: 200 }))
    expect(result).toMatchObject({ code: 'timeout', message: expect.stringContaining('TLS') })
    await expect.poll(() => closed).toBe(1)
  })

  it('of one request leaves another to the same origin alone', async () => {
    const { port } = await receiver((socket, text) => text.includes('slow') || socket.write(answer(200)))
    const shared = door()
    const slow = shared.request(post(port, { body: 'slow', timeoutMs: 200 }))
    const quick = await Promise.all(Array.from({ length: 20 }, () => shared.request(post(port))))
    expect(new Set(quick.map(codeOf))).toEqual(new Set(['response 200']))
    expect(codeOf(await slow)).toBe('timeout')
  })
})
