import { dispatch } from '@/inngest/dispatch'
import { rulePatch } from '@/lib/contracts/rule'
import { handle, noContent, tagged } from '@/lib/http/handle'
import { readRule } from '@/lib/rules/read-rule'
import { ruleFor } from '@/lib/rules/rule-for-lookers'
import { deleteRule } from '@/lib/rules/switch-rule'
import { updateRule } from '@/lib/rules/update-rule'

type Params = { id: string }

export const GET = handle<Params>({ scope: 'integrations:read' }, async ({ caller, params }) =>
  tagged(await readRule(caller.workspaceId, params.id), (view) => ruleFor(caller, view)))

export const PATCH = handle<Params, typeof rulePatch>(
  { scope: 'integrations:write', body: rulePatch, audit: ['rule.updated', 'rule.enabled', 'rule.disabled'] },
  async ({ caller, params, body, ifMatch }) => tagged(await updateRule(dispatch, caller, params.id, body, ifMatch)),
)

export const DELETE = handle<Params>({ scope: 'integrations:write', audit: 'rule.deleted' }, async ({ caller, params, ifMatch }) => {
  await deleteRule(caller, params.id, ifMatch)
  return noContent()
})
