import { buildTemplateScope, type TemplateScope } from '@/lib/templates/template-scope'

type Notification = TemplateScope['notification']

type Names = { integrationName?: string; workspaceName?: string }

/** Believable values for what is not the event. */
export const sampleSurroundings = ({ integrationName = 'Example integration', workspaceName = 'Example Company' }: Names = {}) => ({
  integration: { id: 'int_sample', name: integrationName },
  delivery: { id: 'dlv_sample', attempt: 1, createdAt: '2026-01-01T00:00:00.000Z' },
  workspace: { id: 'ws_sample', name: workspaceName },
})

/** A scope around a notification, for previews and descriptions. */
export function sampleScope(notification: Notification, names: Names = {}): TemplateScope {
  return buildTemplateScope({ notification, ...sampleSurroundings(names) })
}
