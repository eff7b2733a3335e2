import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ExecutionView } from '@/lib/contracts/rule'
import { startReceiver, type Receiver } from '@/lib/testing/receiver'
import { prepareProduct, type Product } from './start-product'
import { until } from './until'

const patience = 150_000
const CARDS = 40

let product: Product
let receiver: Receiver

const api = async <T>(how: string, body?: unknown): Promise<T> => {
  const [method = '', path = ''] = how.split(' ')
  const response = await fetch(`${product.url}/api/v1${path}`, {
    method, headers: { authorization: `Bearer ${product.apiKey}`, 'content-type': 'application/json' }, ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${how}: ${response.status} ${await response.text()}`)
  return (await response.json()) as T
}

beforeAll(async () => {
  receiver = await startReceiver()
  product = await prepareProduct()
  await product.start()
}, 240_000)
afterAll(async () => {
  await product.remove()
  await receiver.close()
})

const stepOf = ({ url }: { url: string }): string => url.split('/').at(-1) ?? ''

it('no execution of a rule is lost or doubled, and none skips a step, although workers die between steps and everything dies once', async () => {
  const { id } = await api<{ id: string }>('POST /rules', {
    name: 'Chain', event: { kind: 'score_drop', threshold: 50 }, scope: { kind: 'mine' },
    steps: ['first', 'second', 'third'].map((name) => ({ url: `${receiver.url}/${name}` })),
    policy: { profile: 'custom', timeoutMs: 30_000, retryDelaysSeconds: Array.from({ length: 10 }, () => 1) },
  })
  const domains = Array.from({ length: CARDS }, (_, index) => `card-${index}.example`)
  for (const domain of domains) await api('POST /scorecards', { domain, kind: 'mine' })
  await api('POST /scores', { scores: domains.map((domain) => ({ domain, score: 700 })) })

  // So slow that each kill finds some on the wire and others between two steps.
  receiver.behave((response) => setTimeout(() => response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}'), 100))
  const killed = async (arrived: number, kill: () => Promise<void>) => {
    await until(() => receiver.requests.length >= arrived || undefined, patience, () => `${receiver.requests.length} of ${arrived} arrived`)
    await kill()
  }
  const killWorker = async () => { for (const { pid } of product.processes('worker')) process.kill(pid, 'SIGKILL') }
  await api('POST /scores', { scores: domains.map((domain) => ({ domain, score: 600 })) })
  await killed(5, killWorker)
  await killed(CARDS, killWorker)
  await killed(CARDS + CARDS / 2, async () => {
    await product.killAll()
    await product.start()
  })

  let all: ExecutionView[] = []
  await until(async () => {
    all = (await api<{ data: ExecutionView[] }>(`GET /rules/${id}/executions?limit=200`)).data
    return (all.length === CARDS && all.every(({ status }) => status !== 'running')) || undefined
  }, patience, () => `${all.length} executions, ${all.filter(({ status }) => status === 'running').length} running`)
  expect(all.map(({ status, steps }) => [status, ...steps.map((step) => step.status)])).toEqual(Array(CARDS).fill(['succeeded', 'succeeded', 'succeeded', 'succeeded']))
  expect(new Set(all.map(({ scorecard }) => scorecard?.domain)).size).toBe(CARDS)

  // What arrived of each execution: every step, in order, more than once only where nobody knows what came of an attempt.
  const arrived = new Map<string, string[]>()
  const deliveries = new Map<string, Set<string>>()
  for (const request of receiver.requests) {
    const { execution_id: execution } = JSON.parse(request.body) as { execution_id: string }
    arrived.set(execution, [...(arrived.get(execution) ?? []), stepOf(request)])
    const place = `${execution} ${stepOf(request)}`
    deliveries.set(place, (deliveries.get(place) ?? new Set()).add(String(request.headers['webhook-id'])))
  }
  expect([...arrived.keys()].sort()).toEqual(all.map((one) => one.id).sort())
  for (const steps of arrived.values()) {
    const order = steps.filter((step, index) => steps.indexOf(step) === index)
    expect(order).toEqual(['first', 'second', 'third'])
    expect(steps).toEqual([...steps].sort((a, b) => order.indexOf(a) - order.indexOf(b))) // none begins before the one before it is over
  }
  expect([...deliveries.values()].every((ids) => ids.size === 1)).toBe(true)
  const attempts = all.flatMap(({ steps }) => steps.map(({ attemptCount }) => attemptCount)).reduce((sum, count) => sum + count, 0)
  expect(receiver.requests.length).toBeLessThanOrEqual(attempts)
  console.log(`rules: ${CARDS} executions, ${receiver.requests.length} requests for ${3 * CARDS} steps, ${attempts - 3 * CARDS} outcomes unknown`)
}, 400_000)
