import type { Acting } from '@/lib/audit/acting'
import type { TestInput, IntegrationInput } from '@/lib/contracts/integration'
import { integrationInput } from '@/lib/contracts/integration'
import type { TestResult } from '@/lib/contracts/delivery'
import { prisma } from '@/lib/db'
import { hintFor } from '@/lib/deliveries/explain-failure'
import { deliveryTask, toRenderedDelivery, type RenderTarget } from '@/lib/deliveries/render-delivery'
import { resolvePolicy } from '@/lib/deliveries/retry-policy'
import { sendRequest, type Exchange } from '@/lib/deliveries/send-request'
import { beginTest, endTest, notRendered, type TestToStore } from '@/lib/deliveries/store-test'
import { invalid, notFound } from '@/lib/errors'
import { findType } from '@/lib/event-types/own-types'
import { sampleNotification } from '@/lib/events/preview-template'
import { validate } from '@/lib/http/validate'
import { newId } from '@/lib/ids'
import { renderWhileWaiting } from '@/lib/renderers/renderers'
import { maskUrl } from '@/lib/security/mask-url'
import { createRedactor } from '@/lib/security/redact-values'
import type { Door } from '@/lib/security/create-door'
import type { Sender } from '@/lib/deliveries/prepare-request'
import type { AttemptError } from '@/lib/deliveries/classify-attempt'
import { secretTexts } from './load-targets'
import type { IntegrationRow } from './stored-integration'
import { formerOf, patchedInput } from './update-integration'
import { findIntegration, settleIntegration, type SettledIntegration } from './write-integration'
import { storedColumns } from './stored-integration'

const PLACEHOLDER_TRIGGER = (type: string) => [{ type, params: {}, template: null }]

// The tested integration as it would be saved, but switched off: an invalid template of another trigger does not matter.
const completeInput = (input: TestInput, row: IntegrationRow | null): IntegrationInput => {
  const { triggers: _ignored, ...given } = input.integration ?? {}
  const triggers = PLACEHOLDER_TRIGGER(input.triggerType)
  if (row) return { ...patchedInput(row, given), enabled: false, triggers }
  return validate(integrationInput, { type: 'webhook', name: 'Untitled', ...given, enabled: false, triggers })
}

const atIntegration = (errors: ReadonlyArray<{ pointer: string; code: string; message: string }>) =>
  errors.map((error) => ({ ...error, pointer: `/integration${error.pointer}` }))

const settle = async (
  workspaceId: string, input: TestInput, row: IntegrationRow | null,
): Promise<{ complete: IntegrationInput; settled: SettledIntegration }> => {
  try {
    const complete = completeInput(input, row)
    return { complete, settled: await settleIntegration(workspaceId, complete, row ? formerOf(row) : null, { test: true }) }
  } catch (error) {
    // The same errors as at save, with pointers into this request.
    if (error instanceof Error && 'errors' in error && Array.isArray(error.errors)) {
      Object.assign(error, { errors: atIntegration(error.errors) })
    }
    throw error
  }
}

const givenTemplate = (input: TestInput, row: IntegrationRow | null): string | null | undefined => {
  if (input.template !== undefined) return input.template
  const onScreen = input.integration?.triggers?.find((trigger) => trigger.type === input.triggerType)
  return onScreen ? onScreen.template : row?.triggers.find((trigger) => trigger.type === input.triggerType)?.template
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
 * Sends what is on the screen, unsaved, the same way as a real delivery, once; history shows it as a test. A template
 * that gives no valid body is answered like a failed test. 422 for an integration that could not be saved either.
 */
export async function testIntegration(door: Door, acting: Acting, input: TestInput, now: number): Promise<TestResult> {
  const { workspaceId } = acting
  const type = await findType(workspaceId, input.triggerType)
  if (!type) throw invalid([{ pointer: '/triggerType', code: 'unknown_type', message: `There is no event type "${input.triggerType}"` }])
  const row = input.integrationId === undefined ? null : await findIntegration(workspaceId, input.integrationId)
  if (input.integrationId !== undefined && !row) throw notFound('integration')
  const { complete, settled } = await settle(workspaceId, input, row)
  const columns = storedColumns.parse(settled.columns)
  const workspace = await prisma().workspace.findUniqueOrThrow({ where: { id: workspaceId }, select: { id: true, name: true } })
  const sender: Sender & RenderTarget = {
    ...columns, id: row?.id ?? 'int_unsaved', name: settled.columns.name, workspace, url: settled.columns.url,
    secrets: settled.secrets, redact: createRedactor(secretTexts(columns, settled.secrets)), problem: null,
  }
  const id = newId('dlv', now)
  const template = givenTemplate(input, row) ?? type.defaultTemplate
  const task = deliveryTask(sender, sampleNotification(type, input.sample), template, { id, createdAt: now })
  const rendered = toRenderedDelivery(task, await renderWhileWaiting(workspaceId, task))
  const body = rendered.ok ? rendered.body : null
  const policy = resolvePolicy(complete.policy)
  const url = sender.redact(maskUrl(sender.url))
  const test: TestToStore = {
    id, workspaceId, integrationId: row?.id ?? null, eventType: type.key, worker: 'web', url, policy, body,
    contentType: rendered.contentType,
  }
  await beginTest(acting, test, { kind: 'integration', id: row?.id ?? null, label: settled.columns.name }, now)
  const exchange = rendered.ok
    ? await sendRequest(door, sender, { id, body: rendered.body, timeoutMs: policy.timeoutMs }, now)
    : notRendered(url, rendered.message, now)
  const { error } = await endTest(test, exchange, now + exchange.durationMs)
  return toResult(id, body, exchange, error)
}
