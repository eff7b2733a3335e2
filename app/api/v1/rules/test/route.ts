import { newRuleTestInput } from '@/lib/contracts/rule'
import { handle, ok } from '@/lib/http/handle'
import { nothingLeft, testNewRule } from '@/lib/rules/test-rule'
import { door } from '@/lib/security/outgoing'

export const POST = handle(
  { scope: 'integrations:write', body: newRuleTestInput, audit: 'rule.tested', limit: 'sends' },
  async ({ caller, body }) => {
    const tested = await testNewRule(door(), caller, body.rule)
    return { ...ok(tested), nothingLeft: nothingLeft(tested) }
  },
)
