import type { Acting } from '@/lib/audit/acting'
import { recordAudit } from '@/lib/audit/record-audit'
import type { EventType } from '@/lib/catalogue/event-type'
import type { RuleInput, RulePatch, RuleTestResult } from '@/lib/contracts/rule'
import type { ScoreScope } from '@/lib/contracts/scorecard'
import { inTransaction, pool, prisma } from '@/lib/db'
import { resolvePolicy } from '@/lib/deliveries/retry-policy'
import { sendTest, type TestSender } from '@/lib/deliveries/send-test'
import { notFound } from '@/lib/errors'
import { atField } from '@/lib/http/at-field'
import { newId } from '@/lib/ids'
import { secretTexts } from '@/lib/integrations/load-targets'
import type { Door } from '@/lib/security/create-door'
import { maskUrl } from '@/lib/security/mask-url'
import { createRedactor } from '@/lib/security/redact-values'
import type { RuleScope } from '@/lib/templates/template-scope'
import { calledWebhook } from './called-webhook'
import { findRule } from './read-rule'
import { findRuleEventType, ruleEventKey, sampleRuleEvent } from './rule-event-types'
import { writeRuleScope } from './rule-scope'
import { settleRule, type SettledRule, type SettledStep } from './settle-rule'
import type { StoredStep } from './stored-execution'
import type { RuleRow } from './stored-rule'
import { patchedRule } from './update-rule'

interface Trial {
  acting: Acting
  row: RuleRow | null // null: not saved yet
  rule: SettledRule
  workspace: { id: string; name: string }
  sample: EventType['sample']
  execution: { id: string; createdAt: number }
  storedSteps: StoredStep[]
}

const senderOf = ({ rule: { columns }, workspace }: Pick<Trial, 'rule' | 'workspace'>, step: SettledStep): TestSender => ({
  ...step.columns, signing: { scheme: 'none' }, id: step.row?.id ?? 'int_unsaved', name: columns.name, workspace, url: step.url,
  secrets: step.secrets, redact: createRedactor(secretTexts(step.columns, step.secrets)), problem: null,
})

// A scorecard of the rule's group makes the trial look like what will come; without one an example does.
const findSubject = async (workspaceId: string, scope: ScoreScope) => prisma().scorecard.findFirst({
  where: {
    workspaceId,
    ...(scope.kind === 'mine' && { kind: 'mine' }),
    ...(scope.kind === 'followed' && { followed: true }),
    ...(scope.kind === 'portfolio' && { portfolios: { some: { portfolioId: scope.portfolioId } } }),
  },
  orderBy: { id: 'desc' }, select: { id: true, domain: true, name: true },
})

const BEGIN = `
  INSERT INTO rule_execution (id, workspace_id, rule_id, test, steps, context, created_at)
  VALUES ($1, $2, $3, true, $4::json, $5::json, to_timestamp($6::float8 / 1000))`

const begin = async ({ acting, row, rule, sample, execution, storedSteps }: Trial): Promise<void> => inTransaction(async (tx) => {
  const { workspaceId } = acting
  if (row) {
    await tx.query(BEGIN, [
      execution.id, workspaceId, row.id, JSON.stringify(storedSteps), JSON.stringify(sample.context), execution.createdAt,
    ])
  }
  await recordAudit(tx, acting, { action: 'rule.tested', target: { kind: 'rule', id: row?.id ?? null, label: rule.columns.name } })
})

const end = async ({ row, execution }: Trial, isOk: boolean): Promise<void> => {
  if (!row) return
  await pool().query(`UPDATE rule_execution SET status = $2, finished_at = now() WHERE id = $1 AND status = 'running'`,
    [execution.id, isOk ? 'succeeded' : 'failed'])
}

const NOTE = 'INSERT INTO rule_request (execution_id, position, delivery_id) VALUES ($1, $2, $3)'

type StepResult = RuleTestResult['steps'][number]

const sendStep = async (door: Door, trial: Trial, index: number, webhooks: RuleScope['webhooks'], now: number): Promise<StepResult> => {
  const { row, rule: { columns, steps }, sample, execution } = trial
  const step = steps[index]
  const type = findRuleEventType(ruleEventKey(columns.event.kind))
  if (!step || !type) throw new Error('no such step')
  const sender = senderOf(trial, step)
  const scope = writeRuleScope({
    rule: { id: row?.id ?? 'rul_unsaved', name: columns.name, execution: { id: execution.id, createdAt: new Date(execution.createdAt).toISOString() } },
    webhooks,
  })
  const { result, exchange } = await sendTest(door, {
    sender, integrationId: step.row?.id ?? null, eventType: type.key, template: step.template ?? type.defaultTemplate, scope,
    notification: JSON.stringify({ ...sample, occurredAt: new Date(execution.createdAt).toISOString() }),
    policy: resolvePolicy(columns.policy),
  }, now, async (tx, deliveryId) => {
    if (row) await tx.query(NOTE, [execution.id, index, deliveryId])
  })
  if (result.ok && exchange.response) webhooks.push(calledWebhook(exchange.url, exchange.response))
  return { number: index + 1, url: exchange.url, status: result.ok ? 'succeeded' : 'failed', result }
}

const runTrial = async (door: Door, trial: Trial, clock: () => number): Promise<RuleTestResult> => {
  await begin(trial)
  const webhooks: RuleScope['webhooks'] = []
  const results: StepResult[] = []
  for (const [index, { url }] of trial.storedSteps.entries()) {
    const mayRun = results.every(({ status }) => status === 'succeeded')
    results.push(mayRun ? await sendStep(door, trial, index, webhooks, clock()) : { number: index + 1, url, status: 'not_run', result: null })
  }
  const isOk = results.every(({ status }) => status === 'succeeded')
  await end(trial, isOk)
  const trigger = Object(trial.sample.context.trigger) as Record<string, unknown> // our own sample
  return { ok: isOk, executionId: trial.row ? trial.execution.id : null, trigger, steps: results }
}

const startTrial = async (
  door: Door, acting: Acting, input: RuleInput, row: RuleRow | null, clock: () => number,
): Promise<RuleTestResult> => {
  const { workspaceId } = acting
  // Switched off: the body of a later step may be invalid and is told when it is its turn.
  const rule = await atField('/rule', () => settleRule(workspaceId, { ...input, enabled: false }, row?.steps ?? [], { test: true }))
  const workspace = await prisma().workspace.findUniqueOrThrow({ where: { id: workspaceId }, select: { id: true, name: true } })
  const { event, scope } = rule.columns
  const subject = await findSubject(workspaceId, scope)
  const storedSteps = rule.steps.map((step) => ({
    id: step.row?.id ?? '', url: senderOf({ rule, workspace }, step).redact(maskUrl(step.url)), template: step.template,
  }))
  const now = clock()
  const type = findRuleEventType(ruleEventKey(event.kind))
  if (!type) throw new Error(`no type for ${event.kind}`)
  return runTrial(door, {
    acting, row, rule, workspace, sample: sampleRuleEvent(type, event, workspace.name, subject ?? undefined),
    execution: { id: newId('rex', now), createdAt: now }, storedSteps,
  }, clock)
}

/**
 * Sends a trial event through a saved rule, with what is on the screen over it: each web request the same way as a real
 * one, once, a later one only after the earlier has succeeded. The executions show it as a test; no mail is sent.
 */
export async function testRule(
  door: Door, acting: Acting, id: string, patch: RulePatch, clock: () => number = Date.now,
): Promise<RuleTestResult> {
  const row = await findRule(acting.workspaceId, id)
  if (!row) throw notFound('rule')
  return startTrial(door, acting, await atField('/rule', async () => patchedRule(row, patch)), row, clock)
}

/** The same for a rule that is not saved yet. */
export const testNewRule = (door: Door, acting: Acting, input: RuleInput, clock: () => number = Date.now): Promise<RuleTestResult> =>
  startTrial(door, acting, input, null, clock)

/** Whether a trial was refused before anything left. */
export const nothingLeft = ({ steps }: RuleTestResult): boolean => steps[0]?.result?.error?.code === 'blocked_address'
