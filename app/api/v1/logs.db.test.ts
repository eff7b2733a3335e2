import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { answer, startReceiver, type Receiver } from '@/lib/testing/receiver'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'

const HEADER = 'canary-header-5d1f'
const PASSWORD = 'canary-password-77aa'
const TOKEN = 'Canary0Token1Canary2Token3'

let database: TestDatabase
let receiver: Receiver
let child: ChildProcess | undefined
beforeAll(async () => {
  database = await createTestDatabase()
  // A receiver that echoes what it was sent: the answer is no way round either.
  receiver = await startReceiver((response, request, n) =>
    answer(500, `${String(request.headers['x-secret'])} ${String(request.headers.authorization)}`)(response, request, n))
})
afterAll(async () => {
  child?.kill('SIGKILL')
  await receiver.close()
  await database.drop()
})

const isReport = (message: unknown): message is { statuses: number[]; secrets: string[] } =>
  typeof message === 'object' && message !== null && 'statuses' in message

const run = async () => {
  child = fork('app/api/v1/testing/run-with-secrets.ts', [receiver.url, HEADER, PASSWORD, TOKEN], {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, DATABASE_URL: database.url, LOG_LEVEL: 'trace' },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let output = ''
  const { stdout, stderr } = child
  stdout?.on('data', (chunk: Buffer) => { output += chunk.toString() })
  stderr?.on('data', (chunk: Buffer) => { output += chunk.toString() })
  const ended = once(child, 'close')
  const [report]: unknown[] = await Promise.race([once(child, 'message'), ended])
  if (!isReport(report)) throw new Error(`It broke off: ${output}`)
  await receiver.until(2) // the test and the delivery
  child.send('stop')
  await ended
  return { ...report, output }
}

it('no secret header, password, signing secret, key or token of a URL is ever logged, at trace', { timeout: 90_000 }, async () => {
  const { statuses, secrets, output } = await run()
  expect(statuses).toEqual([201, 422, 400, 422, 200, 500, 202])
  const lines = output.trimEnd().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(lines.filter((line) => line.msg === 'request').map((line) => line.status)).toEqual(statuses)
  expect(lines).toContainEqual(expect.objectContaining({ msg: 'embedded runner: started', worker: expect.stringMatching(/^wrk_/) }))
  const failed = lines.find((line) => line.msg === 'request failed')
  expect(failed).toMatchObject({ level: 50, requestId: expect.stringMatching(/^req_/), path: '/api/v1/integrations' })
  const basic = Buffer.from(`robot:${PASSWORD}`).toString('base64')
  for (const secret of [HEADER, PASSWORD, basic, TOKEN, ...secrets, ...secrets.map((one) => one.replace('whsec_', ''))]) {
    expect(output).not.toContain(secret)
  }
})
