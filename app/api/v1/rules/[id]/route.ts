import { dispatch } from '@/inngest/dispatch'
import { rulePatch } from '@/lib/contracts/rule'
import { handle, noContent, ok } from '@/lib/http/handle'
import { readRule } from '@/lib/rules/read-rule'
import { ruleFor } from '@/lib/rules/rule-for-lookers'
import { deleteRule } from '@/lib/rules/switch-rule'
import { updateRule } from '@/lib/rules/update-rule'

type Params = { id: string }

export const GET = handle<Params>({ scope: 'integrations:read' }, async ({ caller, params }) => {
  const { view, etag } = await readRule(caller.workspaceId, params.id)
  return ok(ruleFor(caller, view), { etag })
})

export const PATCH = handle<Params, typeof rulePatch>(
  { scope: 'integrations:write', body: rulePatch, audit: ['rule.updated', 'rule.enabled', 'rule.disabled'] },
  async ({ caller, params, body, request }) => {
    const { view, etag } = await updateRule(dispatch, caller, params.id, body, request.headers.get('if-match'))
    return ok(view, { etag })
  },
)

export const DELETE = handle<Params>({ scope: 'integrations:write', audit: 'rule.deleted' }, async ({ caller, params, request }) => {
  await deleteRule(caller, params.id, request.headers.get('if-match'))
  return noContent()
})
