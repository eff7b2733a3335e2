import type { RuleInput, RuleStepInput } from '@/lib/contracts/rule'
import type { Policy } from '@/lib/contracts/integration'
import type { FieldError } from '@/lib/contracts/problem'
import type { Condition, RuleEvent, ScoreScope } from '@/lib/contracts/scorecard'
import { prisma } from '@/lib/db'
import { DomainError, invalid } from '@/lib/errors'
import { applySecrets, type Before } from '@/lib/integrations/apply-secrets'
import { checkAll, checkDestination, checkTemplateOf } from '@/lib/integrations/check-integration'
import { tryOpenSecrets, type IntegrationSecrets } from '@/lib/integrations/integration-secrets'
import { storedAuth, WHY_AGAIN } from '@/lib/integrations/write-integration'
import type { IntegrationRow, StoredColumns } from '@/lib/integrations/stored-integration'
import { checkPortfolios } from '@/lib/scores/check-portfolios'
import { findRuleEventType, ruleEventKey } from './rule-event-types'
import { matchSteps } from './match-steps'
import { sampleRuleScope } from './rule-scope'

/** A web request after all checks, ready to be stored or sent. `row`: the step that it was, whose id it keeps. */
export interface SettledStep {
  row: IntegrationRow | null
  url: string
  columns: Pick<StoredColumns, 'headers' | 'params' | 'auth'>
  template: string | null
  secrets: IntegrationSecrets
}

/** A rule after all checks, ready to be stored. */
export interface SettledRule {
  columns: {
    name: string
    enabled: boolean
    ownerEmail: string | null
    event: RuleEvent
    scope: ScoreScope
    conditions: Condition[]
    policy: Policy
  }
  steps: SettledStep[]
}

const beforeOf = (row: IntegrationRow | null): Before | null => row && { url: row.url, secrets: tryOpenSecrets(row, row.secrets) }

const settleStep = (
  { id: _id, template, ...destination }: RuleStepInput, row: IntegrationRow | null, base: string, test: boolean,
): { step: SettledStep; errors: FieldError[] } => {
  const { secrets, headers, keptHeaders, errors } = applySecrets(destination, beforeOf(row), base)
  const values = headers.map(({ name, value, secret }) => (secret ? (secrets.headers[name.toLowerCase()]?.reveal() ?? null) : value))
  const checked = checkDestination(destination, headers, values, { base, test })
  return {
    step: { row, url: checked.url, columns: { headers: keptHeaders, params: destination.params, auth: storedAuth(destination.auth) }, template, secrets },
    errors: [...checked.errors, ...errors],
  }
}

const checkScope = async (workspaceId: string, { scope }: RuleInput): Promise<FieldError[]> => {
  if (scope.kind !== 'portfolio') return []
  const found = await prisma().portfolio.findFirst({ where: { id: scope.portfolioId, workspaceId }, select: { id: true } })
  return found ? [] : [{ pointer: '/scope/portfolioId', code: 'not_found', message: 'There is no such portfolio' }]
}

// A rule can only be switched on when every body it would send is valid.
const checkTemplates = (workspaceId: string, { name, event }: RuleInput, steps: readonly SettledStep[]): Promise<FieldError[]> =>
  checkAll(steps.map(async ({ template, columns }, index) => {
    const shown = { name, headers: columns.headers, scope: sampleRuleScope(name, index) }
    const bad = await checkTemplateOf(workspaceId, findRuleEventType(ruleEventKey(event.kind)), template, shown)
    return bad && { pointer: `/steps/${index}/template`, ...bad }
  }))

const refuse = (errors: FieldError[], steps: readonly SettledStep[]): never => {
  if (!errors.every((error) => error.code === 'secret_required')) throw invalid(errors)
  const isUnreadable = steps.some(({ row }) => row !== null && tryOpenSecrets(row, row.secrets) === null)
  throw new DomainError('secret_required', WHY_AGAIN[isUnreadable ? 'unreadable' : 'moved'], { errors })
}

/**
 * Judges a complete rule and settles the secrets of its web requests; throws 422 with all that is wrong. `former` are the
 * steps that it has: what is given with the id of one, or leads to the same place, keeps its secrets.
 */
export async function settleRule(
  workspaceId: string, input: RuleInput, former: readonly IntegrationRow[], options: { test?: boolean } = {},
): Promise<SettledRule> {
  const { rows, errors: unknown } = matchSteps(input.steps, former)
  const settled = input.steps.map((step, index) => settleStep(step, rows[index] ?? null, `/steps/${index}`, options.test === true))
  const steps = settled.map(({ step }) => step)
  const errors = [
    ...unknown, ...settled.flatMap((one) => one.errors), ...(await checkScope(workspaceId, input)),
    ...(options.test ? [] : await checkPortfolios(workspaceId, [{ base: '/conditions', conditions: input.conditions }])),
  ]
  if (errors.length === 0 && input.enabled) errors.push(...(await checkTemplates(workspaceId, input, steps)))
  if (errors.length > 0) refuse(errors, steps)
  return {
    columns: {
      name: input.name.trim(), enabled: input.enabled, ownerEmail: input.ownerEmail ?? null, event: input.event, scope: input.scope,
      conditions: input.conditions, policy: input.policy,
    },
    steps,
  }
}
