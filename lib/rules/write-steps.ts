import type { Policy } from '@/lib/contracts/integration'
import type { Prisma } from '@/lib/generated/prisma/client'
import { newId } from '@/lib/ids'
import { headerSecrets } from '@/lib/integrations/integration-secrets'
import { sealFor } from '@/lib/integrations/write-integration'
import type { IntegrationRow } from '@/lib/integrations/stored-integration'
import { ruleEventKey } from './rule-event-types'
import type { SettledRule, SettledStep } from './settle-rule'

type Tx = Prisma.TransactionClient

interface OfRule {
  id: string
  workspaceId: string
  name: string
  enabled: boolean
  policy: Policy
  eventType: string
}

const NO_LIMITS = { perSecond: null, concurrency: null }

const columnsOf = (rule: OfRule, id: string, step: SettledStep, position: number) => ({
  name: rule.name, enabled: rule.enabled, url: step.url, ...step.columns, policy: rule.policy, rulePosition: position,
  secrets: sealFor(id, rule.workspaceId, step.secrets),
})

const triggerOf = (rule: OfRule, { template }: SettledStep) => ({ id: newId('trg'), type: rule.eventType, position: 0, params: {}, template })

const addStep = async (tx: Tx, rule: OfRule, step: SettledStep, position: number): Promise<void> => {
  const id = newId('int')
  await tx.integration.create({
    data: {
      id, workspaceId: rule.workspaceId, ruleId: rule.id, type: 'webhook', signing: { scheme: 'none' }, limits: NO_LIMITS,
      ...columnsOf(rule, id, step, position), triggers: { create: triggerOf(rule, step) },
    },
  })
}

const changeStep = async (tx: Tx, rule: OfRule, { id }: IntegrationRow, step: SettledStep, position: number): Promise<void> => {
  await tx.integration.update({ where: { id }, data: { ...columnsOf(rule, id, step, position), version: { increment: 1 } } })
  await tx.trigger.deleteMany({ where: { integrationId: id } })
  await tx.trigger.create({ data: { ...triggerOf(rule, step), integrationId: id } })
}

/** Deletes steps with their secrets; what they have sent stays in history. */
export async function removeSteps(tx: Tx, steps: readonly IntegrationRow[]): Promise<void> {
  for (const { id, workspaceId } of steps) {
    await tx.integration.update({
      where: { id },
      data: { deletedAt: new Date(), enabled: false, version: { increment: 1 }, secrets: sealFor(id, workspaceId, { headers: headerSecrets() }) },
    })
  }
}

/** Stores the web requests of a rule: each an integration that only delivery knows of. */
export async function writeSteps(tx: Tx, rule: { id: string; workspaceId: string }, { columns, steps }: SettledRule): Promise<void> {
  const { name, enabled, policy, event } = columns
  const ofRule = { ...rule, name, enabled, policy, eventType: ruleEventKey(event.kind) }
  for (const [position, step] of steps.entries()) {
    if (step.row) await changeStep(tx, ofRule, step.row, step, position)
    else await addStep(tx, ofRule, step, position)
  }
}
