import type { IntegrationPatch, SecretInput } from '@/lib/contracts/integration'
import { readDraftSecrets } from './drafts'
import { leadsElsewhere } from './leads-elsewhere'

type Fillable = Pick<IntegrationPatch, 'destination' | 'signing'>

const fill = (input: SecretInput, typed: string | undefined): SecretInput =>
  typed !== undefined && typeof input === 'object' && input !== null && input.set ? typed : input

const fillAuth = (auth: NonNullable<IntegrationPatch['destination']>['auth'], secrets: Record<string, string>) => {
  if (auth?.kind === 'basic') return { ...auth, password: fill(auth.password, secrets['/destination/auth/password']) }
  return auth?.kind === 'bearer' ? { ...auth, token: fill(auth.token, secrets['/destination/auth/token']) } : auth
}

/**
 * Puts the secrets that a draft keeps where the form only says that they are set, as if they were typed again. Those of
 * the destination only where the form names the destination they were typed for: left out, it is one that is not known
 * here. 404 for another workspace's draft.
 */
export async function fillFromDraft<T extends Fillable>(workspaceId: string, draftId: string | null, input: T): Promise<T> {
  if (draftId === null) return input
  const { url, secrets } = await readDraftSecrets(workspaceId, draftId)
  const { destination, signing } = input
  const filled = { ...input }
  if (signing) filled.signing = { ...signing, secret: fill(signing.secret, secrets['/signing/secret']) }
  if (destination?.url === undefined || leadsElsewhere(url, destination.url)) return filled
  filled.destination = {
    ...destination,
    ...(destination.auth && { auth: fillAuth(destination.auth, secrets) }),
    ...(destination.headers && {
      headers: destination.headers.map((header) => ({
        ...header,
        // As a plain header it could be read by whoever reads the integration.
        value: header.secret ? fill(header.value, secrets[`/destination/headers/${header.name.toLowerCase()}/value`]) : header.value,
      })),
    }),
  }
  return filled
}
