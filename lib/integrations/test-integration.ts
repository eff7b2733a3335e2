import type { Acting } from '@/lib/audit/acting'
import { recordAudit } from '@/lib/audit/record-audit'
import type { TestInput, IntegrationInput } from '@/lib/contracts/integration'
import { integrationInput } from '@/lib/contracts/integration'
import type { TestResult } from '@/lib/contracts/delivery'
import { prisma } from '@/lib/db'
import { resolvePolicy } from '@/lib/deliveries/retry-policy'
import { sendTest, type TestSender } from '@/lib/deliveries/send-test'
import { invalid, notFound } from '@/lib/errors'
import { findType } from '@/lib/event-types/own-types'
import { sampleNotification } from '@/lib/events/preview-template'
import { atField } from '@/lib/http/at-field'
import { validate } from '@/lib/http/validate'
import { createRedactor } from '@/lib/security/redact-values'
import type { Door } from '@/lib/security/create-door'
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

// The same errors as at save, with pointers into this request.
const settle = (
  workspaceId: string, input: TestInput, row: IntegrationRow | null,
): Promise<{ complete: IntegrationInput; settled: SettledIntegration }> => atField('/integration', async () => {
  const complete = completeInput(input, row)
  return { complete, settled: await settleIntegration(workspaceId, complete, row ? formerOf(row) : null, { test: true }) }
})

const givenTemplate = (input: TestInput, row: IntegrationRow | null): string | null | undefined => {
  if (input.template !== undefined) return input.template
  const onScreen = input.integration?.triggers?.find((trigger) => trigger.type === input.triggerType)
  return onScreen ? onScreen.template : row?.triggers.find((trigger) => trigger.type === input.triggerType)?.template
}

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
  const sender: TestSender = {
    ...columns, id: row?.id ?? 'int_unsaved', name: settled.columns.name, workspace, url: settled.columns.url,
    secrets: settled.secrets, redact: createRedactor(secretTexts(columns, settled.secrets)), problem: null,
  }
  const { result } = await sendTest(door, {
    sender, integrationId: row?.id ?? null, eventType: type.key, template: givenTemplate(input, row) ?? type.defaultTemplate,
    notification: sampleNotification(type, input.sample), policy: resolvePolicy(complete.policy),
  }, now, (tx) => recordAudit(tx, acting, {
    action: 'integration.tested', target: { kind: 'integration', id: row?.id ?? null, label: settled.columns.name },
  }))
  return result
}
