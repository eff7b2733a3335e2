import { buildTemplateScope, type TemplateScope } from '@/lib/templates/template-scope'

type Notification = TemplateScope['notification']

/** A scope around a notification, for previews and descriptions: what is not the event has believable values. */
export function sampleScope(
  notification: Notification,
  { integrationName = 'Example integration', workspaceName = 'Example Company' } = {},
): TemplateScope {
  return buildTemplateScope({
    notification,
    integration: { id: 'int_sample', name: integrationName },
    delivery: { id: 'dlv_sample', attempt: 1, createdAt: '2026-01-01T00:00:00.000Z' },
    workspace: { id: 'ws_sample', name: workspaceName },
  })
}
