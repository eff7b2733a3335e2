import { pageQuery } from '@/lib/contracts/paging'
import { ruleInput } from '@/lib/contracts/rule'
import { created, handle, ok } from '@/lib/http/handle'
import { createRule } from '@/lib/rules/create-rule'
import { listRules } from '@/lib/rules/read-rule'
import { ruleFor } from '@/lib/rules/rule-for-lookers'

export const POST = handle({ scope: 'integrations:write', body: ruleInput, audit: 'rule.created' }, async ({ caller, body, recordAnswer }) =>
  created(await createRule(caller, body, recordAnswer)))

export const GET = handle({ scope: 'integrations:read', query: pageQuery }, async ({ caller, query }) => {
  const { data, page } = await listRules(caller.workspaceId, query)
  return ok({ data: data.map((view) => ruleFor(caller, view)), page })
})
