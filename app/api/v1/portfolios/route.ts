import { pageQuery } from '@/lib/contracts/paging'
import { portfolioInput } from '@/lib/contracts/scorecard'
import { created, handle, ok } from '@/lib/http/handle'
import { createPortfolio, listPortfolios } from '@/lib/scores/portfolios'

export const POST = handle({ scope: 'integrations:write', audit: { none: 'What is watched is data, as events are' }, body: portfolioInput }, async ({ caller, body, recordAnswer }) =>
  created(await createPortfolio(caller.workspaceId, body, recordAnswer)))

export const GET = handle({ scope: 'integrations:read', query: pageQuery }, async ({ caller, query }) =>
  ok(await listPortfolios(caller.workspaceId, query)))
