import { ruleTestInput } from '@/lib/contracts/rule'
import { handle, ok } from '@/lib/http/handle'
import { nothingLeft, testRule } from '@/lib/rules/test-rule'
import { door } from '@/lib/security/outgoing'

export const POST = handle<{ id: string }, typeof ruleTestInput>(
  { scope: 'integrations:write', body: ruleTestInput, bodyOptional: true, audit: 'rule.tested', limit: 'sends' },
  async ({ caller, params, body }) => {
    const tested = await testRule(door(), caller, params.id, body.rule ?? {})
    return { ...ok(tested), nothingLeft: nothingLeft(tested) }
  },
)
