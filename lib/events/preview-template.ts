import { findEventType, type EventType } from '@/lib/catalogue/find-event-type'
import type { PreviewInput, PreviewResult } from '@/lib/contracts/template'
import { pool } from '@/lib/db'
import { DEFAULT_CONTENT_TYPE } from '@/lib/deliveries/content-type'
import { notificationOf, type StoredEvent } from '@/lib/deliveries/render-attempt'
import { invalid } from '@/lib/errors'
import { parseJson } from '@/lib/json/parse-json'
import { checkTemplate } from '@/lib/templates/check-template'
import { sampleScope } from '@/lib/templates/sample-scope'
import type { TemplateScope } from '@/lib/templates/template-scope'
import { workspaceName } from '@/lib/workspaces/workspace-name'

const EVENT = `
  SELECT id, number, type, description, occurred_at, context FROM event WHERE id = $1 AND workspace_id = $2`

/** What a test or a preview shows as `notification`: a given sample, which may be partial, over the type's own. */
export function sampleNotification(type: EventType, sample: PreviewInput['sample']): TemplateScope['notification'] {
  // A given sample is not validated: whatever it holds is what the template reads.
  return parseJson(JSON.stringify({ ...type.sample, ...sample })) as unknown as TemplateScope['notification']
}

const notification = async (workspaceId: string, type: EventType, input: PreviewInput): Promise<TemplateScope['notification']> => {
  if (input.eventId === undefined) return sampleNotification(type, input.sample)
  const { rows: [event] } = await pool().query<StoredEvent>(EVENT, [input.eventId, workspaceId])
  if (!event) throw invalid([{ pointer: '/eventId', code: 'not_found', message: 'There is no such event' }])
  return notificationOf(event)
}

/** What a template gives for a sample or a real event, with everything that is wrong with it. Stores nothing. */
export async function previewTemplate(workspaceId: string, input: PreviewInput): Promise<PreviewResult> {
  const type = findEventType(input.triggerType)
  if (!type) throw invalid([{ pointer: '/triggerType', code: 'unknown_type', message: `There is no event type "${input.triggerType}"` }])
  const scope = sampleScope(await notification(workspaceId, type, input), { workspaceName: await workspaceName(workspaceId) })
  const contentType = input.contentType ?? DEFAULT_CONTENT_TYPE
  return checkTemplate({ template: input.template, contentType, contextSchema: type.contextSchema, scope })
}
