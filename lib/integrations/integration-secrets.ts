import * as z from 'zod'
import { secretBox } from '@/lib/security/outgoing'
import { sealedPlace } from '@/lib/security/sealed-columns'
import { SecretString } from '@/lib/security/secret-string'

/** Secret headers by their lower-case names. Without a prototype: a header may be called `constructor`. */
export type HeaderSecrets = Record<string, SecretString>
export const headerSecrets = (given: HeaderSecrets = {}): HeaderSecrets => Object.assign(Object.create(null), given)

const secret = z.string().transform((text) => new SecretString(text))

/** Every secret of one integration, sealed together. */
const schema = z.object({
  signing: secret.optional(),
  previousSigning: z.object({ secret, until: z.number() }).optional(), // until: ms since the epoch
  password: secret.optional(),
  token: secret.optional(),
  headers: z.record(z.string(), secret).default({}).transform(headerSecrets),
})
export type IntegrationSecrets = z.infer<typeof schema>

interface Owner {
  id: string
  workspaceId: string
}

const placeOf = (owner: Owner) => sealedPlace('integration', owner)

// A SecretString serialises as a note of itself: the texts are taken out one by one, here only.
const toText = ({ signing, previousSigning, password, token, headers }: IntegrationSecrets): string => JSON.stringify({
  signing: signing?.reveal(),
  previousSigning: previousSigning && { secret: previousSigning.secret.reveal(), until: previousSigning.until },
  password: password?.reveal(),
  token: token?.reveal(),
  headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.reveal()])),
})

export const sealSecrets = (owner: Owner, secrets: IntegrationSecrets): Uint8Array<ArrayBuffer> =>
  secretBox().seal(toText(secrets), placeOf(owner))

/** Opens what `sealSecrets` made; throws when the bytes belong to another row, workspace or key. */
export const openSecrets = (owner: Owner, sealed: Uint8Array): IntegrationSecrets =>
  schema.parse(JSON.parse(secretBox().open(sealed, placeOf(owner)).reveal()))

/** The same, and null for what does not open. */
export function tryOpenSecrets(owner: Owner, sealed: Uint8Array): IntegrationSecrets | null {
  try {
    return openSecrets(owner, sealed)
  } catch {
    return null
  }
}
