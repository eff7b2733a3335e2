import { pageQuery } from '@/lib/contracts/paging'
import {
  executionQuery, newRuleTestInput, rule, ruleExecution, ruleExecutionDetail, ruleInput, rulePatch, ruleTestInput, ruleTestResult,
} from '@/lib/contracts/rule'
import { listOf, type OperationGroup } from '../operation'

const example = {
  name: 'Vendors that drop', event: { kind: 'score_drop', threshold: 50 }, scope: { kind: 'followed' },
  steps: [{ url: 'https://example.com/tickets' }, { url: 'https://example.com/chat' }],
}

export const rules: OperationGroup = {
  tag: 'Rules',
  description: 'When something happens to a scorecard of a group, web requests are sent, one after the other: a later one only after the earlier has succeeded. Secrets of steps are write-only, like those of integrations: a PATCH that sends a step with its `id` keeps what it leaves out; changing scheme, host or port of its URL needs them again (422 `secret_required`).',
  operations: {
    'POST /rules': {
      id: 'createRule', summary: 'Create a rule', scope: 'integrations:write',
      description: 'A step needs only `url`. `template: null` is the standard body. The policy is `scorecard` unless another one is given: 5 s, success 200–209, 5 retries within 36 hours, then a mail to the owner.',
      body: ruleInput, answers: { 201: rule }, example,
    },
    'GET /rules': { id: 'listRules', summary: 'Rules, newest first', scope: 'integrations:read', query: pageQuery, answers: { 200: listOf(rule) } },
    'GET /rules/[id]': { id: 'readRule', summary: 'One rule', scope: 'integrations:read', etag: true, answers: { 200: rule } },
    'PATCH /rules/[id]': {
      id: 'updateRule', summary: 'Change a rule', scope: 'integrations:write', etag: true, ifMatch: true,
      description: 'What is left out stays; event, scope, conditions and steps are replaced. Executions that are at a step that is removed end as cancelled.',
      body: rulePatch, answers: { 200: rule }, example: { name: 'Vendors that drop fast', event: { kind: 'score_drop', threshold: 100 } },
    },
    'DELETE /rules/[id]': { id: 'deleteRule', summary: 'Delete a rule', scope: 'integrations:write', ifMatch: true, answers: { 204: null } },
    'POST /rules/[id]/enable': { id: 'enableRule', summary: 'Switch on', scope: 'integrations:write', answers: { 200: rule } },
    'POST /rules/[id]/disable': { id: 'disableRule', summary: 'Switch off', scope: 'integrations:write', description: 'What waits is cancelled; later events are skips.', answers: { 200: rule } },
    'POST /rules/[id]/test': {
      id: 'testRule', summary: 'Send a trial event through a rule', scope: 'integrations:write',
      description: 'With `rule`, what is given there is tried over what is saved. Each web request is sent once, a later one only after the earlier has succeeded; nothing is retried, no mail is sent. Answers 200 whatever the destinations said.',
      body: ruleTestInput, bodyOptional: true, answers: { 200: ruleTestResult },
    },
    'POST /rules/test': {
      id: 'testNewRule', summary: 'Send a trial event through a rule that is not saved', scope: 'integrations:write', body: newRuleTestInput, answers: { 200: ruleTestResult },
      example: { rule: example },
    },
    'GET /rules/[id]/executions': {
      id: 'listExecutions', summary: 'How often it fired, newest first', scope: 'deliveries:read', query: executionQuery, answers: { 200: listOf(ruleExecution) },
    },
    'GET /rules/[id]/executions/[execution]': {
      id: 'readExecution', summary: 'One execution, with every attempt of its web requests', scope: 'deliveries:read', answers: { 200: ruleExecutionDetail },
    },
  },
}
