import { backtestInput } from '@/lib/contracts/scorecard'
import { handle, ok } from '@/lib/http/handle'
import { backtest } from '@/lib/scores/backtest'

export const POST = handle(
  { scope: 'integrations:read', body: backtestInput, audit: { none: 'Changes nothing' } },
  async ({ caller, body }) => ok(await backtest(caller.workspaceId, body, Date.now())),
)
