import { inbox, inboxPatch, inboxRequest, inboxRequestDetail } from '@/lib/contracts/inbox'
import { pageQuery } from '@/lib/contracts/paging'
import { listOf, type OperationGroup } from '../operation'

export const inboxes: OperationGroup = {
  tag: 'Inbox',
  description: 'The built-in throw-away receiver: a destination to try things with. It takes any request at `/inbox/<token>`, which needs no key, and keeps the last 100 for a week.',
  operations: {
    'GET /inbox': { id: 'readInbox', summary: 'The inbox and its address', scope: 'deliveries:read', description: 'The first question makes it. Who may not change integrations sees no token.', answers: { 200: inbox } },
    'PATCH /inbox': { id: 'updateInbox', summary: 'Say how it answers', scope: 'integrations:write', description: 'With `times` only the next so many requests, then `200` again.', body: inboxPatch, answers: { 200: inbox }, example: { answer: { status: 429, retryAfterSeconds: 30, times: 2 } } },
    'POST /inbox/token': { id: 'renewInboxToken', summary: 'Give it a new address', scope: 'integrations:write', description: 'The former one answers 404 from then on.', answers: { 201: inbox } },
    'GET /inbox/requests': { id: 'listInboxRequests', summary: 'What arrived, newest first', scope: 'deliveries:read', query: pageQuery, answers: { 200: listOf(inboxRequest) } },
    'GET /inbox/requests/[id]': { id: 'readInboxRequest', summary: 'A request with headers and body', scope: 'deliveries:read', description: 'Values of secret headers are never kept.', answers: { 200: inboxRequestDetail } },
    'DELETE /inbox/requests': { id: 'clearInbox', summary: 'Forget what arrived', scope: 'integrations:write', answers: { 204: null } },
  },
}
