import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { assertResponse, codeOf, door, exchange, post, receiver, repeat } from '@/lib/security/testing/door-fixtures'
import { answer, type Behaviour } from '@/lib/security/testing/raw-receiver'

describe('answers', () => {
  it.each([200, 204, 301, 307, 400, 404, 410, 413, 429, 500, 503, 599])(
    'hands on status %i as it is',
    async (status) => {
      const headers = ['Location: http://169.254.169.254/', 'Retry-After: 120']
      const result = assertResponse(await exchange((socket) => socket.write(answer(status, '', headers))))
      expect(result.status).toBe(status)
      expect(result.headers).toContainEqual(['Location', 'http://169.254.169.254/'])
    },
  )

  it('does not follow a redirect', async () => {
    const inner = await receiver((socket) => socket.write(answer(200)))
    const outer = await exchange((socket) =>
      socket.write(answer(302, '', [`Location: http://127.0.0.1:${inner.port}/`])),
    )
    expect(codeOf(outer)).toBe('response 302')
    expect(inner.connections()).toBe(0)
  })

  it('stores exactly the limit untruncated, one byte more truncated', async () => {
    const limit = { maxResponseBytes: 1000 }
    const whole = assertResponse(await exchange((socket) => socket.write(answer(200, 'a'.repeat(1000))), limit))
    expect([whole.body.length, whole.truncated]).toEqual([1000, false])
    const cut = assertResponse(await exchange((socket) => socket.write(answer(200, 'a'.repeat(1001))), limit))
    expect([cut.body.length, cut.truncated]).toEqual([1000, true])
  })

  it('stores 100 KB of a huge or endless body, then closes the socket', async () => {
    const block = Buffer.alloc(64 * 1024, 'x')
    let isClosed = false
    const pour = (socket: Parameters<Behaviour>[0]) => {
      socket.on('close', () => {
        isClosed = true
      })
      while (!socket.destroyed && socket.write(block));
      socket.on('drain', () => {
        while (!socket.destroyed && socket.write(block));
      })
    }
    const huge = assertResponse(
      await exchange((socket) => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 200000000\r\n\r\n')
        pour(socket)
      }),
    )
    expect([huge.body.length, huge.truncated]).toEqual([100 * 1024, true])
    await expect.poll(() => isClosed).toBe(true)
  })

  it('stores 100 KB of endless chunks', async () => {
    const chunk = `1000\r\n${'y'.repeat(4096)}\r\n`
    const result = assertResponse(
      await exchange((socket) => {
        socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n')
        repeat(1, () => socket.destroyed || socket.write(chunk.repeat(4)))
      }),
    )
    expect([result.body.length, result.truncated]).toEqual([100 * 1024, true])
  })

  it('does not unpack compressed bodies', async () => {
    const bomb = gzipSync(Buffer.alloc(10_000_000))
    const result = assertResponse(
      await exchange((socket) => {
        socket.write(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${bomb.length}\r\n\r\n`)
        socket.write(bomb)
      }),
    )
    expect(result.body.equals(bomb)).toBe(true)
  })

  it('ignores informational answers before the final one', async () => {
    const early = 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'
    const result = assertResponse(await exchange((socket) => socket.write(early.repeat(20) + answer(201, 'ok'))))
    expect([result.status, result.body.toString(), result.headers.length]).toEqual([201, 'ok', 1])
  })

  it('reads a body that ends with the connection', async () => {
    const result = assertResponse(await exchange((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\nuntil the end')))
    expect([result.body.toString(), result.truncated]).toEqual(['until the end', false])
  })

  it.each([
    ['ends before its Content-Length', (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart')],
    [
      'is reset',
      (socket) =>
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart', () =>
          setTimeout(() => socket.resetAndDestroy(), 20),
        ),
    ],
    [
      'has a broken chunk',
      (socket) => socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npart\r\nzz\r\n'),
    ],
  ] satisfies Array<[string, Behaviour]>)('a 2xx whose body %s stays a response, truncated', async (_, behave) => {
    const result = assertResponse(await exchange(behave))
    expect([result.status, result.body.toString(), result.truncated]).toEqual([200, 'part', true])
  })

  it('a longer body than its Content-Length is cut there, and the connection is not used again', async () => {
    const { port, connections } = await receiver((socket) =>
      socket.write(`${answer(200, 'ok')}HTTP/1.1 500 smuggled\r\n\r\n`),
    )
    const shared = door()
    expect(assertResponse(await shared.request(post(port))).body.toString()).toBe('ok')
    expect(codeOf(await shared.request(post(port)))).toBe('response 200')
    expect(connections()).toBe(2)
  })

  it('takes a 413 that comes while a large body is still being sent', async () => {
    const result = await exchange(
      (socket) => socket.end(answer(413, 'too large', ['Connection: close'])),
      { body: Buffer.alloc(1024 * 1024, 'z') },
      { atHead: true },
    )
    expect(codeOf(result)).toBe('response 413')
  })

  it('takes a 200 that comes late, but before the deadline', async () => {
    expect(
      codeOf(await exchange((socket) => setTimeout(() => socket.write(answer(200)), 400), { timeoutMs: 5000 })),
    ).toBe('response 200')
  })
})

describe('answers that are none', () => {
  it.each([
    ['HTTP/0.9 text', 'hello\n'],
    ['an SSH banner', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['status 099', 'HTTP/1.1 099 Odd\r\nContent-Length: 0\r\n\r\n'],
    ['status 000', 'HTTP/1.1 000 Odd\r\nContent-Length: 0\r\n\r\n'],
    ['status abc', 'HTTP/1.1 abc Odd\r\n\r\n'],
    ['an unasked protocol switch', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: upgrade\r\n\r\n'],
    [
      'Content-Length and Transfer-Encoding',
      'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['two Content-Lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc'],
    ['a 64 KB header', `HTTP/1.1 200 OK\r\nX-Big: ${'b'.repeat(65_536)}\r\n\r\n`],
    ['10 000 headers', `HTTP/1.1 200 OK\r\n${'a:b\r\n'.repeat(10_000)}\r\n`],
    ['NUL in a header', 'HTTP/1.1 200 OK\r\nX-Nul: a\0b\r\nContent-Length: 0\r\n\r\n'],
  ])('%s is a protocol error', async (_, bytes) => {
    expect(codeOf(await exchange((socket) => socket.write(bytes)))).toBe('protocol')
  })

  it.each([
    ['closes without a word', (socket) => socket.end()],
    ['resets', (socket) => socket.resetAndDestroy()],
    ['closes inside the headers', (socket) => socket.end('HTTP/1.1 200 OK\r\nX-Half')],
  ] satisfies Array<[string, Behaviour]>)('a receiver that %s is a reset', async (_, behave) => {
    expect(codeOf(await exchange(behave))).toBe('reset')
  })

  it('a reset at connect is an error and ends well before the deadline', async () => {
    const result = await exchange(() => undefined, { timeoutMs: 20_000 }, { onConnect: (socket) => socket.resetAndDestroy() })
    expect(['reset', 'connect']).toContain(codeOf(result))
    expect(result.durationMs).toBeLessThan(15_000)
  })

  it('a kept connection that the receiver closed while idle costs nothing', async () => {
    let closed = 0
    const { port, connections } = await receiver((socket) => socket.on('close', () => closed++).end(answer(200)))
    const shared = door()
    await shared.request(post(port))
    await expect.poll(() => closed).toBe(1)
    expect(codeOf(await shared.request(post(port)))).toBe('response 200')
    expect(connections()).toBe(2)
  })

  it('a kept connection that is closed upon the second request is a reset: it may have been processed', async () => {
    const { port, requests } = await receiver((socket, _, number) =>
      number === 1 ? socket.write(answer(200)) : socket.destroy(),
    )
    const shared = door()
    await shared.request(post(port))
    expect(codeOf(await shared.request(post(port)))).toBe('reset')
    expect(requests).toHaveLength(2)
  })
})
