import { delivery, deliveryDetail, deliveryQuery, resendInput, resent } from '@/lib/contracts/delivery'
import { bulkEstimate, bulkResendInput, operation } from '@/lib/contracts/operation'
import { pageQuery } from '@/lib/contracts/paging'
import { listOf, type OperationGroup } from '../operation'

export const deliveries: OperationGroup = {
  tag: 'Deliveries',
  description: 'What was sent, is being sent or could not be sent: every attempt is kept.',
  operations: {
    'GET /deliveries': {
      id: 'listDeliveries', summary: 'Deliveries, newest first', scope: 'deliveries:read', query: deliveryQuery, csv: true, answers: { 200: listOf(delivery) },
      description: '`status` may be repeated. `q` is an id or a part of the URL.',
    },
    'GET /deliveries/[id]': { id: 'readDelivery', summary: 'One delivery, with its body and all attempts', scope: 'deliveries:read', answers: { 200: deliveryDetail } },
    'POST /deliveries/[id]/resend': {
      id: 'resendDelivery', summary: 'Send it again', scope: 'deliveries:write',
      description: '`original`: one more attempt of this delivery with the same bytes; success wins, failure restores the former state. `render`: a new delivery, rendered anew, with its own `webhook-id`.',
      body: resendInput, bodyOptional: true, answers: { 202: resent }, example: { body: 'original' },
    },
    'POST /deliveries/[id]/cancel': { id: 'cancelDelivery', summary: 'Do not send it any more', scope: 'deliveries:write', answers: { 200: deliveryDetail } },
  },
}

export const bulkResends: OperationGroup = {
  tag: 'Bulk resends',
  description: 'Operations on many deliveries: bulk resends, and replays of what an integration missed.',
  operations: {
    'POST /bulk-resends': {
      id: 'startBulkResend', summary: 'Send all deliveries of a filter again, or count them', scope: 'deliveries:write',
      description: 'The filter has the fields of `GET /deliveries`, and at least one of `status`, `since` and `integrationId`. With `dryRun` nothing is sent: the answer is the count (200).',
      body: bulkResendInput, answers: { 200: bulkEstimate, 202: operation }, example: { filter: { status: ['failed'], since: '2026-01-01T00:00:00Z' }, dryRun: true },
    },
    'GET /bulk-resends': { id: 'listOperations', summary: 'Operations, newest first', scope: 'deliveries:read', query: pageQuery, answers: { 200: listOf(operation) } },
    'GET /bulk-resends/[id]': { id: 'readOperation', summary: 'How far an operation is', scope: 'deliveries:read', answers: { 200: operation } },
    'DELETE /bulk-resends/[id]': { id: 'cancelOperation', summary: 'Stop an operation', scope: 'deliveries:write', answers: { 204: null } },
  },
}
