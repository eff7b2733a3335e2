import { NonRetriableError, RetryAfterError, type Inngest } from 'inngest'
import { expect, test } from 'vitest'
import { callBody, callHeaders, type SdkCall } from '@/inngest/embedded/protocol'
import { createSdkHandler } from '@/inngest/embedded/sdk-handler'
import { createTestClient } from '@/inngest/embedded/testing/test-client'

// The SDK names a step by the SHA-1 of its id.
const STEP_LEFT = '12c0f1fbadc4046b5f2bb9e063b227ef8750d9d6'

const createFunctions = (client: Inngest.Any) => [
  client.createFunction({ id: 'run', retries: 3, triggers: [{ event: 'x' }] }, async ({ step }) => {
    const one = await step.run('one', () => ({ value: 1 }))
    return step.run('two', () => one.value + 1)
  }),
  client.createFunction({ id: 'sleep', retries: 3, triggers: [{ event: 'x' }] }, ({ step }) => step.sleep('nap', '90s')),
  client.createFunction({ id: 'until', retries: 3, triggers: [{ event: 'x' }] }, ({ step }) =>
    step.sleepUntil('date', new Date(Date.UTC(2030, 0, 2)))),
  client.createFunction({ id: 'parallel', retries: 3, triggers: [{ event: 'x' }] }, ({ step }) =>
    Promise.all([step.run('left', () => 'l'), step.run('right', () => 'r'), step.sleep('nap', '1m')])),
  client.createFunction({ id: 'step-error', retries: 3, triggers: [{ event: 'x' }] }, ({ step }) =>
    step.run('fall', () => {
      throw new RetryAfterError('busy', '30s')
    })),
  client.createFunction({ id: 'step-failed', retries: 3, triggers: [{ event: 'x' }] }, ({ step }) =>
    step.run('fall', () => {
      throw new NonRetriableError('no use')
    })),
  client.createFunction({ id: 'function-error', retries: 3, triggers: [{ event: 'x' }] }, () => {
    throw new Error('oops')
  }),
  client.createFunction({ id: 'send', retries: 3, triggers: [{ event: 'x' }] }, ({ step }) =>
    step.sendEvent('tell', { name: 'told', data: { n: 1 }, ts: 1_700_000_000_000 })),
  client.createFunction({ id: 'wait', retries: 3, triggers: [{ event: 'x' }] }, ({ step }) =>
    step.waitForEvent('wait', { event: 'y', timeout: '1h' })),
  client.createFunction(
    {
      id: 'options',
      retries: 2,
      idempotency: 'event.data.id',
      batchEvents: { maxSize: 10, timeout: '5s', key: 'event.data.key' },
      concurrency: [{ limit: 3 }, { limit: 1, key: 'event.data.key' }],
      triggers: [{ event: 'x/*' }, { cron: '*/5 * * * *' }],
      onFailure: () => {},
    },
    () => {},
  ),
]

const base: Omit<SdkCall, 'fn'> = {
  runId: '01RUN',
  gen: 7,
  events: [{ id: 'e1', name: 'x', data: { n: 1 }, ts: 1_700_000_000_000 }],
  steps: {},
  stack: [],
  attempt: 0,
  maxAttempts: 4,
  stepId: undefined,
}

const cases: Record<string, SdkCall & { refuse?: boolean }> = {
  'two steps, each with a checkpoint, then the end': { ...base, fn: 'fixtures-run' },
  'a later attempt returns after its step': { ...base, fn: 'fixtures-run', attempt: 1 },
  'a checkpoint that is refused ends the call': { ...base, fn: 'fixtures-run', refuse: true },
  'a sleep': { ...base, fn: 'fixtures-sleep' },
  'a sleep until a date': { ...base, fn: 'fixtures-until' },
  'parallel steps are planned': { ...base, fn: 'fixtures-parallel' },
  'one planned step is run': { ...base, fn: 'fixtures-parallel', stepId: STEP_LEFT },
  'a step that failed': { ...base, fn: 'fixtures-step-error' },
  'a step that failed for good': { ...base, fn: 'fixtures-step-failed' },
  'a function that failed': { ...base, fn: 'fixtures-function-error' },
  'a function that failed for good': { ...base, fn: 'fixtures-function-error', attempt: 3 },
  'an event is sent': { ...base, fn: 'fixtures-send' },
  'an operation we do not have': { ...base, fn: 'fixtures-wait' },
}

/** What the SDK asked of the server in the course of a call, and what it answered; what changes per call is masked. */
async function transcribe({ refuse, ...call }: SdkCall & { refuse?: boolean }) {
  const requests: unknown[] = []
  const client = createTestClient(async (input, init) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input)
    requests.push({ method: init?.method, path: pathname, body: JSON.parse(String(init?.body)) })
    if (refuse) return new Response('stale', { status: 409 })
    return Response.json(pathname.startsWith('/e/') ? { ids: ['id'], status: 200 } : {})
  })
  const { status, headers, body } = await createSdkHandler(client, createFunctions(client)).call(call)
  const telling = ['x-inngest-no-retry', 'retry-after', 'x-inngest-req-version']
  const kept = Object.fromEntries(telling.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])))
  return mask({ call: { headers: callHeaders(call), body: callBody(call) }, requests, answer: { status, headers: kept, body } })
}

const VOLATILE = new Set(['timing', 'stack', 'request_started_at'])

function mask(value: unknown, name = ''): unknown {
  if (VOLATILE.has(name) && !(typeof value === 'object' && value !== null && 'current' in value)) {
    return Array.isArray(value) ? value : '(masked)'
  }
  if (name === 'ts' && typeof value === 'number' && value > 1_700_000_000_000) return '(masked)'
  if (Array.isArray(value)) return value.map((one) => mask(one))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mask(inner, key)]))
}

test('the SDK speaks the protocol that the runner was written for', async () => {
  const transcripts: Record<string, unknown> = {}
  for (const [name, call] of Object.entries(cases)) transcripts[name] = await transcribe(call)
  await expect(`${JSON.stringify(transcripts, null, 2)}\n`).toMatchFileSnapshot('sdk-protocol.transcripts.json')
})

test('the SDK describes functions as the registry reads them', async () => {
  const client = createTestClient(() => Promise.reject(new Error('nothing is sent')))
  const configs = await createSdkHandler(client, createFunctions(client).slice(-1)).readConfigs()
  const functions = typeof configs === 'object' && configs !== null && 'functions' in configs ? configs.functions : undefined
  await expect(`${JSON.stringify(functions, null, 2)}\n`).toMatchFileSnapshot('sdk-protocol.configs.json')
})
