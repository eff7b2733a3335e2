import type { ExecutionStatus, RuleStepView, RuleView } from '@/lib/contracts/rule'
import { headerSecrets, tryOpenSecrets } from '@/lib/integrations/integration-secrets'
import { readColumns, type IntegrationRow } from '@/lib/integrations/stored-integration'
import { viewDestination } from '@/lib/integrations/view-integration'
import { readRuleColumns, templateOfStep, type RuleRow } from './stored-rule'

/** What is counted apart from the row itself. */
export type RuleActivity = Pick<RuleView, 'lastExecution' | 'counts24h'>

export const NO_EXECUTIONS: Record<ExecutionStatus, number> = { running: 0, succeeded: 0, failed: 0, cancelled: 0 }
export const NEVER_FIRED: RuleActivity = { lastExecution: null, counts24h: NO_EXECUTIONS }

const viewStep = (row: IntegrationRow): RuleStepView => ({
  id: row.id,
  // A row whose secrets do not open must not hide the others.
  ...viewDestination(row.url, readColumns(row), tryOpenSecrets(row, row.secrets) ?? { headers: headerSecrets() }),
  template: templateOfStep(row),
})

/** A rule as the API shows it; secrets only as whether they are set. */
export function viewRule(row: RuleRow, activity: RuleActivity): RuleView {
  return {
    id: row.id,
    name: row.name,
    enabled: row.enabled,
    ownerEmail: row.ownerEmail,
    ...readRuleColumns(row),
    steps: row.steps.map(viewStep),
    ...activity,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}
