import { rotateSecretInput } from '@/lib/contracts/integration'
import { handle, ok } from '@/lib/http/handle'
import { rotateSecret } from '@/lib/integrations/rotate-secret'

export const POST = handle<{ id: string }, typeof rotateSecretInput>(
  { scope: 'integrations:write', body: rotateSecretInput, bodyOptional: true, audit: 'integration.secret_rotated' },
  async ({ caller, params, body, recordAnswer }) =>
    ok(await rotateSecret(caller, params.id, body.overlapHours, recordAnswer)),
)
