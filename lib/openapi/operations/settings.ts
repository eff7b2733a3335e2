import * as z from 'zod'
import { apiKey, apiKeyInput, madeApiKey } from '@/lib/contracts/api-key'
import { auditEntry, auditQuery } from '@/lib/contracts/audit'
import { mail } from '@/lib/contracts/mail'
import { pageQuery } from '@/lib/contracts/paging'
import { listOf, type OperationGroup } from '../operation'

export const settings: OperationGroup = {
  tag: 'Settings',
  description: 'Keys, mails, the audit log, and what receivers need to know of this installation.',
  operations: {
    'POST /api-keys': { id: 'createApiKey', summary: 'Make a key', scope: 'admin', description: 'The answer shows it this once.', body: apiKeyInput, answers: { 201: madeApiKey }, example: { name: 'Rating service', scopes: ['events:write'] } },
    'GET /api-keys': { id: 'listApiKeys', summary: 'Keys', scope: 'admin', answers: { 200: listOf(apiKey) } },
    'DELETE /api-keys/[id]': { id: 'revokeApiKey', summary: 'Revoke a key', scope: 'admin', answers: { 204: null } },
    'GET /mails': { id: 'listMails', summary: 'What was or would be mailed', scope: 'admin', query: pageQuery, answers: { 200: listOf(mail) } },
    'POST /mails/[id]/send': { id: 'resendMail', summary: 'Send a mail again', scope: 'admin', answers: { 202: mail } },
    'GET /audit-log': { id: 'listAudit', summary: 'Who did what, newest first', scope: 'admin', query: auditQuery, csv: true, answers: { 200: listOf(auditEntry) } },
    'GET /egress-ips': { id: 'listEgressIps', summary: 'The addresses that requests come from, if the operator published any', scope: 'integrations:read', answers: { 200: listOf(z.string()) } },
    'GET /openapi.json': { id: 'readOpenApi', summary: 'This document', scope: null, unlimited: true, answers: { 200: z.looseObject({}) } },
  },
}
