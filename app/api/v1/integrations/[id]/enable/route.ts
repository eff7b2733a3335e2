import { dispatch } from '@/inngest/dispatch'
import { enableInput } from '@/lib/contracts/integration'
import { accepted, handle, ok } from '@/lib/http/handle'
import { enableIntegration } from '@/lib/integrations/switch-integration'
import { replaySkipped } from '@/lib/operations/replay-skipped'

export const POST = handle<{ id: string }, typeof enableInput>(
  { scope: 'integrations:write', body: enableInput, bodyOptional: true, audit: ['integration.enabled', 'replay.started'] },
  async ({ caller, params, body, recordAnswer }) =>
    body.replaySkipped
      ? accepted(await replaySkipped(dispatch, caller, params.id, body.replaySkipped.since, recordAnswer))
      : ok((await enableIntegration(dispatch, caller, params.id)).view),
)
