import { portfolioPatch } from '@/lib/contracts/scorecard'
import { handle, noContent, ok } from '@/lib/http/handle'
import { deletePortfolio, readPortfolio, updatePortfolio } from '@/lib/scores/portfolios'

type Params = { id: string }

export const GET = handle<Params>({ scope: 'integrations:read' }, async ({ caller, params }) =>
  ok(await readPortfolio(caller.workspaceId, params.id)))

export const PATCH = handle<Params, typeof portfolioPatch>(
  { scope: 'integrations:write', audit: { none: 'What is watched is data, as events are' }, body: portfolioPatch },
  async ({ caller, params, body }) => ok(await updatePortfolio(caller.workspaceId, params.id, body)),
)

export const DELETE = handle<Params>({ scope: 'integrations:write', audit: { none: 'What is watched is data, as events are' } }, async ({ caller, params }) => {
  await deletePortfolio(caller.workspaceId, params.id)
  return noContent()
})
