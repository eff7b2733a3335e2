import { previewInput } from '@/lib/contracts/template'
import { previewTemplate } from '@/lib/events/preview-template'
import { handle, ok } from '@/lib/http/handle'

export const POST = handle(
  { scope: 'integrations:read', body: previewInput, free: ['sample', 'template'], audit: { none: 'Changes nothing' } },
  async ({ caller, body }) => ok(await previewTemplate(caller.workspaceId, body)),
)
