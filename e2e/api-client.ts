import * as z from 'zod'
import { deliveryDetail } from '@/lib/contracts/delivery'
import { acceptedEvents } from '@/lib/contracts/event'
import { integration, type IntegrationView } from '@/lib/contracts/integration'

const withIds = z.object({ data: z.array(z.object({ id: z.string() })) })
const deliveryRows = z.object({ data: z.array(z.object({ id: z.string(), status: z.string(), attemptCount: z.number() })) })

/** What a customer's backend does: calls the public API with a key. */
export class ApiClient {
  constructor(
    private readonly url: string,
    private readonly key: string,
  ) {}

  async createIntegration(input: Record<string, unknown>): Promise<IntegrationView> {
    return integration.parse(await this.call('POST', '/integrations', { type: 'webhook', ...input }))
  }

  async readIntegration(id: string): Promise<IntegrationView> {
    return integration.parse(await this.call('GET', `/integrations/${id}`))
  }

  /** Reports one event; gives its id. */
  async sendEvent(type: string, context: Record<string, unknown>, more: Record<string, unknown> = {}): Promise<string> {
    const { events } = acceptedEvents.parse(await this.call('POST', '/events', { type, context, ...more }))
    return events[0]?.id ?? ''
  }

  async listDeliveries(query: string): Promise<z.infer<typeof deliveryRows>['data']> {
    return deliveryRows.parse(await this.call('GET', `/deliveries?${query}`)).data
  }

  async readDelivery(id: string): Promise<z.infer<typeof deliveryDetail>> {
    return deliveryDetail.parse(await this.call('GET', `/deliveries/${id}`))
  }

  /** Takes all integrations, drafts and rules away, so that the next test starts from none. */
  async clear(): Promise<void> {
    for (const path of ['/integrations', '/integration-drafts', '/rules']) {
      const { data } = withIds.parse(await this.call('GET', `${path}?limit=100`))
      for (const { id } of data) await this.call('DELETE', `${path}/${id}`)
    }
  }

  async call(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${this.key}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`)
    return text === '' ? undefined : JSON.parse(text)
  }
}
