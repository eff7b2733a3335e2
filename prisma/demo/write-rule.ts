import { bySystem } from '@/lib/audit/acting'
import type { RuleView } from '@/lib/contracts/rule'
import { pool, prisma, type Queryable } from '@/lib/db'
import { env } from '@/lib/env'
import { newId } from '@/lib/ids'
import { loadTargetsById, type Target } from '@/lib/integrations/load-targets'
import { createRule } from '@/lib/rules/create-rule'
import { failedRequestMail } from '@/lib/rules/rule-mails'
import { maskUrl } from '@/lib/security/mask-url'
import { askPatiently } from './ask-patiently'
import { demoRule } from './demo-rule'
import type { DemoExecution } from './tell-executions'

export interface MadeRule {
  rule: RuleView
  targets: Target[]
}

/** Makes the demo's rule by the product's own function; its owner is the workspace's first member. */
export async function makeRule(workspaceId: string, since: number): Promise<MadeRule> {
  const member = await prisma().member.findFirst({ where: { workspaceId }, orderBy: { createdAt: 'asc' }, select: { user: { select: { email: true } } } })
  const rule = await askPatiently(() => createRule(bySystem(workspaceId), demoRule(member?.user.email ?? null)))
  await pool().query('UPDATE rule SET created_at = to_timestamp($2 / 1000.0) WHERE id = $1', [rule.id, since])
  const targets = await loadTargetsById(pool(), rule.steps.map(({ id }) => id))
  return { rule, targets: rule.steps.flatMap(({ id }) => targets.get(id) ?? []) }
}

const EXECUTIONS = `
  INSERT INTO rule_execution (id, workspace_id, rule_id, event_id, status, steps, position, created_at, finished_at)
  SELECT id, $1, $2, event_id, status::execution_status, $3::json, position, to_timestamp(at / 1000.0), to_timestamp(finished_at / 1000.0)
  FROM unnest($4::text[], $5::text[], $6::text[], $7::int[], $8::float8[], $9::float8[]) AS x(id, event_id, status, position, at, finished_at)`
const REQUESTS = `INSERT INTO rule_request (execution_id, position, delivery_id) SELECT * FROM unnest($1::text[], $2::int[], $3::text[])`
// Kept: what the demo tells is nobody's reason to get a mail today.
const MAIL = `
  INSERT INTO mail (id, workspace_id, kind, "to", subject, text, once, status, created_at) VALUES ($1, $2, 'rule_failed', $3, $4, $5, $6, 'kept', to_timestamp($7 / 1000.0))`

/** Writes the executions of a rule, whose events and deliveries are there already, and the mails about those that failed. */
export async function writeExecutions(tx: Queryable, workspaceId: string, { rule, targets }: MadeRule, executions: readonly DemoExecution[]): Promise<void> {
  const steps = rule.steps.map(({ id, template }, index) => ({ id, template, url: maskUrl(targets[index]?.url ?? '') }))
  const column = <T>(pick: (one: DemoExecution) => T) => executions.map(pick)
  await tx.query(EXECUTIONS, [
    workspaceId, rule.id, JSON.stringify(steps), column(({ id }) => id), column(({ story }) => story.id), column(({ status }) => status),
    column(({ story }) => Math.max(0, story.deliveries.length - 1)), column(({ createdAt }) => createdAt), column(({ finishedAt }) => finishedAt),
  ])
  const requests = executions.flatMap(({ id, story }) => story.deliveries.map((delivery, position) => ({ id, position, deliveryId: delivery.id })))
  await tx.query(REQUESTS, [requests.map(({ id }) => id), requests.map(({ position }) => position), requests.map(({ deliveryId }) => deliveryId)])
  for (const { id, finishedAt, story } of executions.filter(({ status }) => status === 'failed')) {
    const last = story.deliveries.at(-1)
    const error = String(last?.outcome.attempts.at(-1)?.answer.status ?? '')
    const mail = failedRequestMail({ name: rule.name, url: maskUrl(last?.target.url ?? ''), error, ruleUrl: `${env().APP_URL}/rules/${rule.id}` })
    if (rule.ownerEmail !== null) await tx.query(MAIL, [newId('mail'), workspaceId, rule.ownerEmail, mail.subject, mail.text, `rule_failed ${id}`, finishedAt])
  }
}
