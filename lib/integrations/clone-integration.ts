import type { Acting } from '@/lib/audit/acting'
import { notFound } from '@/lib/errors'
import type { RecordAnswer } from '@/lib/http/idempotency'
import { isMember } from './check-owner'
import { storeIntegration, type Created } from './create-integration'
import type { IntegrationSecrets } from './integration-secrets'
import { formerOf, toInput } from './update-integration'
import { findIntegration, settleIntegration } from './write-integration'

const MAX_NAME = 200
const COPY = ' (copy)'

// A character that would be cut in half is left out.
const copyName = (name: string): string => name.slice(0, MAX_NAME - COPY.length).replace(/[\ud800-\udbff]$/, '') + COPY

const withoutSigning = ({ signing: _own, previousSigning: _overlap, ...others }: IntegrationSecrets): IntegrationSecrets => others

/**
 * Makes a copy of an integration, switched off. It sends to the same destination with the same password, token and
 * secret headers, sealed anew; the signing secret is its own and shown in this answer only. An owner who has left the
 * workspace does not come along. 422 when what is copied may no longer be saved.
 */
export async function cloneIntegration(acting: Acting, id: string, recordAnswer?: RecordAnswer): Promise<Created> {
  const { workspaceId } = acting
  const row = await findIntegration(workspaceId, id)
  if (!row) throw notFound('integration')
  const input = { ...toInput(row), name: copyName(row.name), enabled: false }
  const former = formerOf(row)
  const ownerEmail = input.ownerEmail && (await isMember(workspaceId, input.ownerEmail)) ? input.ownerEmail : null
  // A secret for `argyle` is optional: the copy signs where the original does.
  const unsigned = former.scheme === 'argyle' && former.secrets?.signing === undefined
  const copy = { ...input, ownerEmail, signing: { ...input.signing, ...(unsigned && { secret: null }) } }
  // The copy has not signed yet, so that it gets a secret where its scheme needs one.
  const kept = former.secrets && { secrets: withoutSigning(former.secrets), scheme: 'none' as const }
  const cloned = { action: 'integration.cloned', target: { kind: 'integration', id, label: row.name } } as const
  return storeIntegration(acting, await settleIntegration(acting.workspaceId, copy, { ...former, ...kept }), [cloned], recordAnswer)
}
