import { randomBytes } from 'node:crypto'
import { SecretString } from '@/lib/security/secret-string'
import type { SigningScheme } from '@/lib/security/sign-body'

// Standard Webhooks asks for 24 to 64 bytes.
const SECRET_BYTES = 32

/**
 * A new signing secret in the form that is shown: `whsec_<base64>` for `standard`, 43 characters of base64url for
 * the schemes whose key is the shown text, null for `none`.
 */
export function generateSecret(
  scheme: SigningScheme,
  random: (size: number) => Buffer = randomBytes,
): SecretString | null {
  if (scheme === 'none') return null
  const bytes = random(SECRET_BYTES)
  return new SecretString(scheme === 'standard' ? `whsec_${bytes.toString('base64')}` : bytes.toString('base64url'))
}
