import { dispatch } from '@/inngest/dispatch'
import { handle, ok } from '@/lib/http/handle'
import { enableRule } from '@/lib/rules/switch-rule'

export const POST = handle<{ id: string }>({ scope: 'integrations:write', audit: 'rule.enabled' }, async ({ caller, params }) =>
  ok(await enableRule(dispatch, caller, params.id)))
