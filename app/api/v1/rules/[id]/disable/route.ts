import { handle, ok } from '@/lib/http/handle'
import { disableRule } from '@/lib/rules/switch-rule'

export const POST = handle<{ id: string }>({ scope: 'integrations:write', audit: 'rule.disabled' }, async ({ caller, params }) =>
  ok(await disableRule(caller, params.id)))
