import * as z from 'zod'
import { secretBox } from '@/lib/security/outgoing'
import type { SecretString } from '@/lib/security/secret-string'

const bare = (headers: Record<string, string>): Record<string, string> => Object.assign(Object.create(null), headers)

/** Every secret of one integration, sealed together. `headers` is keyed by the lower-case header name. */
const schema = z.object({
  signing: z.string().optional(),
  previousSigning: z.object({ secret: z.string(), until: z.number() }).optional(), // until: ms since the epoch
  password: z.string().optional(),
  token: z.string().optional(),
  // Without a prototype: a header may be called `constructor`.
  headers: z.record(z.string(), z.string()).default({}).transform(bare),
})
export type IntegrationSecrets = z.infer<typeof schema>

interface Owner {
  table: 'integration' | 'integration_draft'
  id: string
  workspaceId: string
}

const placeOf = ({ table, id, workspaceId }: Owner) => ({ table, column: 'secrets', row: id, workspace: workspaceId })

export const sealSecrets = (owner: Owner, secrets: IntegrationSecrets): Uint8Array<ArrayBuffer> =>
  secretBox().seal(JSON.stringify(secrets), placeOf(owner))

/** Opens what `sealSecrets` made; throws when the bytes belong to another row, workspace or key. */
export function openSecrets(owner: Owner, sealed: Uint8Array): IntegrationSecrets {
  const opened: SecretString = secretBox().open(sealed, placeOf(owner))
  return schema.parse(JSON.parse(opened.reveal()))
}
