import { pageQuery } from '@/lib/contracts/paging'
import {
  acceptedScores, backtest, backtestInput, historyQuery, memberInput, observation, portfolio, portfolioDetail, portfolioInput, portfolioPatch, scorecard,
  scorecardImport, scorecardInput, scorecardPatch, scorecardQuery, scorecardsImported, scoresInput,
} from '@/lib/contracts/scorecard'
import { listOf, type OperationGroup } from '../operation'

export const scores: OperationGroup = {
  tag: 'Scores',
  description: 'Observed scores, and the scorecards they are of. Triggers and rules are evaluated from these.',
  operations: {
    'POST /scores': {
      id: 'postScores', summary: 'Report up to 1000 scores', scope: 'events:write', unlimited: true,
      description: 'The first observation of a scorecard only sets the baseline. `evaluate: false` keeps what is imported without firing anything. Unknown domains are created (vendor, not followed).',
      body: scoresInput, answers: { 202: acceptedScores }, example: { scores: [{ domain: 'example.com', score: 732, observedAt: '2026-01-01T00:00:00Z' }] },
    },
    'POST /scorecards': { id: 'createScorecard', summary: 'Create a scorecard', scope: 'integrations:write', body: scorecardInput, answers: { 201: scorecard }, example: { domain: 'example.com', kind: 'vendor', followed: true } },
    'POST /scorecards/import': {
      id: 'importScorecards', summary: 'Create or change up to 1000 scorecards by their domains', scope: 'integrations:write',
      description: 'What is left out stays.', body: scorecardImport, answers: { 200: scorecardsImported },
      example: { scorecards: [{ domain: 'example.com', tier: '1', labels: ['Critical'] }] },
    },
    'GET /scorecards': { id: 'listScorecards', summary: 'Scorecards, newest first', scope: 'integrations:read', query: scorecardQuery, answers: { 200: listOf(scorecard) } },
    'GET /scorecards/[id]': { id: 'readScorecard', summary: 'One scorecard', scope: 'integrations:read', answers: { 200: scorecard } },
    'PATCH /scorecards/[id]': { id: 'updateScorecard', summary: 'Change a scorecard', scope: 'integrations:write', description: 'What is left out stays; labels and attributes are replaced.', body: scorecardPatch, answers: { 200: scorecard }, example: { tier: '1' } },
    'DELETE /scorecards/[id]': { id: 'deleteScorecard', summary: 'Delete a scorecard and its history', scope: 'integrations:write', answers: { 204: null } },
    'POST /triggers/backtest': {
      id: 'backtest', summary: 'How often a trigger or a rule\'s event would have fired', scope: 'integrations:read',
      description: 'Give either `triggerType` or `event`. Newest first, at most 1000 hits.', body: backtestInput, answers: { 200: backtest },
      example: { triggerType: 'CompanyCSTARUnderThreshold', params: { threshold: 600 }, days: 30 },
    },
    'GET /scorecards/[id]/history': { id: 'readScoreHistory', summary: 'What was observed, newest first', scope: 'integrations:read', query: historyQuery, answers: { 200: listOf(observation) } },
  },
}

export const portfolios: OperationGroup = {
  tag: 'Portfolios',
  description: 'Groups of scorecards. Members are given by id or by domain.',
  operations: {
    'POST /portfolios': { id: 'createPortfolio', summary: 'Create a portfolio', scope: 'integrations:write', body: portfolioInput, answers: { 201: portfolioDetail }, example: { name: 'Critical vendors', members: [] } },
    'GET /portfolios': { id: 'listPortfolios', summary: 'Portfolios, newest first', scope: 'integrations:read', query: pageQuery, answers: { 200: listOf(portfolio) } },
    'GET /portfolios/[id]': { id: 'readPortfolio', summary: 'One portfolio, with its members', scope: 'integrations:read', answers: { 200: portfolioDetail } },
    'PATCH /portfolios/[id]': { id: 'updatePortfolio', summary: 'Change a portfolio', scope: 'integrations:write', description: 'What is left out stays; members are replaced.', body: portfolioPatch, answers: { 200: portfolioDetail } },
    'DELETE /portfolios/[id]': { id: 'deletePortfolio', summary: 'Delete a portfolio', scope: 'integrations:write', description: '409 while a rule is for it, or a condition of a rule or trigger names it.', answers: { 204: null } },
    'POST /portfolios/[id]/members': { id: 'addPortfolioMembers', summary: 'Add members', scope: 'integrations:write', body: memberInput, answers: { 200: portfolioDetail }, example: { members: ['example.com'] } },
    'DELETE /portfolios/[id]/members/[member]': { id: 'removePortfolioMember', summary: 'Remove a member', scope: 'integrations:write', answers: { 204: null } },
  },
}
