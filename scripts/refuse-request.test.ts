import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { problem } from '@/lib/contracts/problem'
import { refuseRequest } from './refuse-request'

// Over real HTTP, as the web server asks: what is not refused goes on, here to a 299.

let server: Server
beforeAll(async () => {
  server = createServer((asked, response) => void (refuseRequest(asked, response) || response.writeHead(299).end()))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => void server.close())

interface Told { status: number | undefined; allow: string | undefined; type: string | undefined; text: string }
// fetch would tidy the address.
const ask = (method: string, path: string): Promise<Told> => new Promise((resolve, reject) => {
  const { port } = server.address() as AddressInfo
  const sent = request({ host: '127.0.0.1', port, method, path }, (answer) => {
    const chunks: Buffer[] = []
    answer.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => resolve({
      status: answer.statusCode, allow: answer.headers.allow, type: answer.headers['content-type'], text: Buffer.concat(chunks).toString(),
    }))
  })
  sent.on('error', reject).end()
})

test.each([
  ['PUT', '/api/v1/integrations', 'GET, HEAD, OPTIONS, POST'],
  ['DELETE', '/v1/events', 'GET, HEAD, OPTIONS, POST'],
  ['GET', '/api/v1/integrations/test?x=1', 'OPTIONS, POST'],
  ['POST', '/v1/integrations/int_1', 'DELETE, GET, HEAD, OPTIONS, PATCH'],
  ['HEAD', '/api/v1/rules/rul_1/enable', 'OPTIONS, POST'],
  ['POST', '/api/v1/openapi.json', 'GET, HEAD, OPTIONS'],
])('%s %s is told what is possible there', async (method, path, allow) => {
  const told = await ask(method, path)
  expect(told).toMatchObject({ status: 405, allow, type: 'application/problem+json' })
  if (method === 'HEAD') return expect(told.text).toBe('')
  expect(problem.parse(JSON.parse(told.text))).toMatchObject({ status: 405, code: 'method_not_allowed', instance: path.split('?')[0], detail: expect.stringContaining(method) })
})

test('subscriptions tell it in their own shape', async () => {
  for (const path of ['/v1/webhooks', '/api/v1/webhooks/0ef51d4f']) {
    const told = await ask('PATCH', path)
    expect(told).toMatchObject({ status: 405, type: 'application/json' })
    expect(Object.keys(JSON.parse(told.text) as object)).toEqual(['detail'])
  }
})

test('an address that cannot be decoded is 400, for pages too', async () => {
  for (const path of ['/api/v1/events/%ff', '/v1/%', '/integrations/%E0%A4?x=1']) {
    const told = await ask('GET', path)
    expect(told).toMatchObject({ status: 400, type: 'application/problem+json' })
    expect(problem.parse(JSON.parse(told.text)).code).toBe('not_parseable')
  }
})

test.each([
  ['GET', '/api/v1/integrations'], ['OPTIONS', '/v1/scores'], ['POST', '/v1/integrations/test'], ['PATCH', '/v1/integrations/test%2e'],
  ['PUT', '/api/v1/nope'], ['PUT', '/api/v1/integrations/'], ['PUT', '/integrations'], ['PUT', '/api/inngest'], ['GET', '/%25?q=%ff'],
])('%s %s goes on', async (method, path) => expect((await ask(method, path)).status).toBe(299))
