import type { Acting } from '@/lib/audit/acting'
import { recordAudit } from '@/lib/audit/record-audit'
import type { IntegrationView } from '@/lib/contracts/integration'
import { prisma, withinPrisma } from '@/lib/db'
import { DomainError, notFound } from '@/lib/errors'
import type { RecordAnswer } from '@/lib/http/idempotency'
import { generateSecret } from '@/lib/security/generate-secret'
import { viewRow } from './read-integration'
import { readColumns } from './stored-integration'
import { tryOpenSecrets } from './integration-secrets'
import { findIntegration, sealFor, showSecret } from './write-integration'

const HOUR_MS = 3600 * 1000

/**
 * Makes a new signing secret and shows it this once. Scheme `standard` signs with both for `overlapHours`; the vendors'
 * schemes have room for one signature, so there the new one signs from the next attempt.
 */
export async function rotateSecret(
  acting: Acting, id: string, overlapHours: number, recordAnswer?: RecordAnswer, now = Date.now(),
): Promise<IntegrationView> {
  const { workspaceId } = acting
  const row = await findIntegration(workspaceId, id)
  if (!row) throw notFound('integration')
  const { scheme } = readColumns(row).signing
  const made = generateSecret(scheme)
  if (made === null) throw new DomainError('conflict', 'This integration does not sign: choose a signing scheme first')
  const former = tryOpenSecrets(row, row.secrets)
  // What is written would be all there is: the other secrets would be lost.
  if (former === null) throw new DomainError('conflict', 'The stored secrets cannot be opened with ENCRYPTION_KEYS: enter them again first')
  const { signing, previousSigning: _former, ...others } = former
  const overlaps = scheme === 'standard' && overlapHours > 0 && signing !== undefined
  const secrets = {
    ...others, signing: made,
    ...(overlaps && { previousSigning: { secret: signing, until: now + overlapHours * HOUR_MS } }),
  }
  return prisma().$transaction(async (tx) => {
    const { count } = await tx.integration.updateMany({
      where: { id, version: row.version },
      data: { secrets: sealFor(id, workspaceId, secrets), version: row.version + 1 },
    })
    if (count === 0) throw new DomainError('conflict', 'Someone changed this integration at the same moment: try again')
    await recordAudit(withinPrisma(tx), acting, {
      action: 'integration.secret_rotated', target: { kind: 'integration', id, label: row.name }, fields: ['signing.secret'],
    })
    const stored = await viewRow(await tx.integration.findUniqueOrThrow({ where: { id }, include: { triggers: true } }))
    await recordAnswer?.(withinPrisma(tx), { status: 200, body: stored })
    return showSecret(stored, made)
  })
}
