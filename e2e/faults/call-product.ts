import * as z from 'zod'
import { delivery, deliveryDetail, type DeliveryDetail, type DeliveryView } from '@/lib/contracts/delivery'
import { acceptedEvents } from '@/lib/contracts/event'
import { pageOf } from '@/lib/contracts/paging'
import type { Product } from './start-product'

export interface MarkedEvent {
  id: string
  type: string
  context: Record<string, unknown>
}

const TIMEOUT_MS = 30_000
const PAGE = 200

/** The events of one batch; `marker` in the context is found again in the body that the receiver gets. */
export const markedEvents = (from: number, count: number): MarkedEvent[] =>
  Array.from({ length: count }, (_, i) => ({
    id: `own-${from + i}`,
    type: 'CustomerCSTARUnderThreshold',
    context: { LatestScore: 599, PrevScore: 732, Threshold: 600, marker: `marker-${from + i}.` },
  }))

const call = (product: Product, path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${product.url}/api/v1${path}`, {
    ...init,
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: { authorization: `Bearer ${product.apiKey}`, 'content-type': 'application/json' },
  })

const refuse = async (response: Response): Promise<never> => {
  throw new Error(`${response.url}: ${response.status} ${await response.text()}`)
}

/** True: all of them were accepted. False: the product did not answer, so that nobody knows. */
export async function postEvents(product: Product, events: MarkedEvent[]): Promise<boolean> {
  const response = await call(product, '/events', { method: 'POST', body: JSON.stringify({ events }) }).catch(() => undefined)
  if (!response || response.status === 503 || response.status === 500) return false
  if (response.status !== 202) return refuse(response)
  // An answer that broke off in the middle is one that was lost.
  const answer = acceptedEvents.safeParse(await response.json().catch(() => undefined))
  return answer.success && answer.data.events.length === events.length
}

export async function createIntegration(product: Product, url: string, extra: object = {}): Promise<string> {
  const response = await call(product, '/integrations', {
    method: 'POST',
    body: JSON.stringify({
      type: 'webhook', name: 'Receiver', triggers: [{ type: 'CustomerCSTARUnderThreshold' }], destination: { url },
      // Often enough that a restart of everything cannot use the schedule up, and long enough for a machine that has much
      // else to do.
      policy: { profile: 'custom', timeoutMs: 30_000, retryDelaysSeconds: Array.from({ length: 10 }, () => 1) },
      ...extra,
    }),
  })
  if (response.status !== 201) return refuse(response)
  return z.object({ id: z.string() }).parse(await response.json()).id
}

/** So that it gets no events of the tests after its own. */
export async function disableIntegration(product: Product, id: string): Promise<void> {
  const response = await call(product, `/integrations/${id}/disable`, { method: 'POST' })
  if (!response.ok) return refuse(response)
}

/** All deliveries, page by page; `query` as of GET /deliveries. */
export async function listAll(product: Product, query = ''): Promise<DeliveryView[]> {
  const found: DeliveryView[] = []
  let cursor: string | null = null
  do {
    const response = await patiently(product, `/deliveries?limit=${PAGE}${query}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`)
    const page = pageOf(delivery).parse(await response.json())
    found.push(...page.data)
    cursor = page.page.nextCursor
  } while (cursor !== null)
  return found
}

export async function readOne(product: Product, id: string): Promise<DeliveryDetail> {
  const response = await patiently(product, `/deliveries/${id}`)
  return deliveryDetail.parse(await response.json())
}

// Reading is limited to 100 requests a second per key: who reads thousands waits as long as the answer says.
async function patiently(product: Product, path: string): Promise<Response> {
  for (;;) {
    const response = await call(product, path)
    if (response.status === 200) return response
    if (response.status !== 429) return refuse(response)
    const seconds = Number(response.headers.get('retry-after') ?? 1)
    await response.arrayBuffer()
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
  }
}
