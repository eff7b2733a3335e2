import type { EventType } from '@/lib/catalogue/event-type'
import type { PreviewInput, PreviewResult } from '@/lib/contracts/template'
import { pool } from '@/lib/db'
import { DEFAULT_CONTENT_TYPE } from '@/lib/deliveries/content-type'
import { notificationText, type StoredEvent } from '@/lib/deliveries/render-attempt'
import { invalid } from '@/lib/errors'
import { calledWebhook } from '@/lib/rules/called-webhook'
import { sampleRuleScope } from '@/lib/rules/rule-scope'
import { findRuleEventType, ruleEventKey, sampleRuleEvent } from '@/lib/rules/rule-event-types'
import { findType } from '@/lib/event-types/own-types'
import { stringifyJson } from '@/lib/json/stringify-json'
import type { NotificationText } from '@/lib/renderers/render-task'
import { checkWhileWaiting } from '@/lib/renderers/renderers'
import { sampleSurroundings } from '@/lib/templates/sample-scope'
import { workspaceName } from '@/lib/workspaces/workspace-name'

const EVENT = `
  SELECT id, number, type, description, occurred_at, context FROM event WHERE id = $1 AND workspace_id = $2`

/** What a test or a preview shows as `notification`: a given sample, which may be partial, over the type's own. */
export const sampleNotification = (type: EventType, sample: PreviewInput['sample']): NotificationText =>
  stringifyJson({ ...type.sample, ...sample })

const notification = async (workspaceId: string, type: EventType, input: PreviewInput): Promise<NotificationText> => {
  if (input.eventId === undefined) {
    const ofRule = input.rule && sampleRuleEvent(type, input.rule.event, await workspaceName(workspaceId))
    return sampleNotification(type, { ...ofRule, ...input.sample })
  }
  const { rows: [event] } = await pool().query<StoredEvent>(EVENT, [input.eventId, workspaceId])
  if (!event) throw invalid([{ pointer: '/eventId', code: 'not_found', message: 'There is no such event' }])
  return notificationText(event)
}

/** What a template gives for a sample or a real event, with everything that is wrong with it. Stores nothing. */
export async function previewTemplate(workspaceId: string, input: PreviewInput): Promise<PreviewResult> {
  const ofRule = findRuleEventType(input.triggerType)
  const type = ofRule ?? (await findType(workspaceId, input.triggerType))
  if (!type) throw invalid([{ pointer: '/triggerType', code: 'unknown_type', message: `There is no event type "${input.triggerType}"` }])
  if (input.rule && ruleEventKey(input.rule.event.kind) !== input.triggerType) {
    throw invalid([{ pointer: '/rule/event/kind', code: 'invalid', message: `"${input.triggerType}" is not the type of this rule's events` }])
  }
  const { name, step, answers } = input.rule ?? { name: 'Example rule', step: 2, answers: [] }
  const known = answers.map((one) => one && calledWebhook(one.url, { status: one.status, body: Buffer.from(one.body) }))
  const { delivery, integration, workspace } = sampleSurroundings({ workspaceName: await workspaceName(workspaceId) })
  return checkWhileWaiting(workspaceId, {
    template: input.template,
    frame: {
      contentType: input.contentType ?? DEFAULT_CONTENT_TYPE, integration, workspace,
      ...(ofRule && { scope: sampleRuleScope(name, step - 1, known) }),
    },
    notification: await notification(workspaceId, type, input),
    delivery,
    contextSchema: type.contextSchema,
  })
}
