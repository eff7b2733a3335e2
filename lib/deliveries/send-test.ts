import type { TestResult } from '@/lib/contracts/delivery'
import type { RetryPolicy } from '@/lib/contracts/retry-profiles'
import type { Queryable } from '@/lib/db'
import { newId } from '@/lib/ids'
import type { NotificationText } from '@/lib/renderers/render-task'
import { renderWhileWaiting } from '@/lib/renderers/renderers'
import type { Door } from '@/lib/security/create-door'
import { maskUrl } from '@/lib/security/mask-url'
import type { AttemptError } from './classify-attempt'
import { hintFor } from './explain-failure'
import type { Sender } from './prepare-request'
import { deliveryTask, toRenderedDelivery, type RenderTarget } from './render-delivery'
import { sendRequest, type Exchange } from './send-request'
import { beginTest, endTest, notRendered } from './store-test'

/** Who sends a test: an integration, or a web request of a rule, as it would be saved. */
export type TestSender = Sender & RenderTarget

export interface TestToSend {
  sender: TestSender
  integrationId: string | null // null while it is not saved
  eventType: string
  template: string
  notification: NotificationText
  scope?: string
  policy: RetryPolicy
}

const toResult = (deliveryId: string, body: Buffer | null, exchange: Exchange, error: AttemptError | null): TestResult => ({
  ok: error === null,
  status: exchange.response?.status ?? null,
  durationMs: exchange.durationMs,
  deliveryId,
  request: body && { method: 'POST', url: exchange.url, headers: exchange.requestHeaders, body: body.toString() },
  response: exchange.response && { ...exchange.response, body: exchange.response.body.toString() },
  error: error && { ...error, hint: hintFor(error.code, exchange.response?.status ?? null) },
  timings: exchange.timings,
})

/**
 * Sends one test the same way as a real delivery, once, and shows it in history as a test. A template that gives no valid
 * body is answered like a failed test. `also` joins the transaction that stores it before it leaves.
 */
export async function sendTest(
  door: Door, { sender, integrationId, eventType, template, notification, scope, policy }: TestToSend, now: number,
  also: (tx: Queryable, deliveryId: string) => Promise<void>,
): Promise<{ result: TestResult; exchange: Exchange }> {
  const id = newId('dlv', now)
  const workspaceId = sender.workspace.id
  const task = deliveryTask(sender, notification, template, { id, createdAt: now }, scope)
  const rendered = toRenderedDelivery(task, await renderWhileWaiting(workspaceId, task))
  const body = rendered.ok ? rendered.body : null
  const url = sender.redact(maskUrl(sender.url))
  const test = { id, workspaceId, integrationId, eventType, worker: 'web', url, policy, body, contentType: rendered.contentType }
  await beginTest(test, now, (tx) => also(tx, id))
  const exchange = rendered.ok
    ? await sendRequest(door, sender, { id, body: rendered.body, timeoutMs: policy.timeoutMs }, now)
    : notRendered(url, rendered.message, now)
  const { error } = await endTest(test, exchange, now + exchange.durationMs)
  return { result: toResult(id, body, exchange, error), exchange }
}
