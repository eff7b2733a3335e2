import { findEventType } from '@/lib/catalogue/find-event-type'
import type { Target } from '@/lib/integrations/load-targets'
import { readsAttempt } from '@/lib/templates/reads-variables'
import { renderTemplate } from '@/lib/templates/render-template'
import { buildTemplateScope, type TemplateScope } from '@/lib/templates/template-scope'
import { contentTypeOf } from './content-type'
import { problemText } from './render-attempt'

export type RenderedDelivery =
  | { ok: true; body: Buffer; contentType: string; template: string | null }
  | { ok: false; message: string; contentType: string }

/** What rendering needs of an integration; a test builds it from what is on the screen. */
export type RenderTarget = Pick<Target, 'id' | 'name' | 'workspace' | 'headers'>

/** The template of a trigger: its own, or the event type's default. */
export const templateOf = (eventType: string, own: string | null | undefined): string =>
  own ?? findEventType(eventType)?.defaultTemplate ?? ''

/**
 * Renders a delivery's body for its first attempt. `template` is set only where later attempts must render anew because
 * it reads delivery.attempt or delivery.retries.
 */
export function renderDelivery(
  target: RenderTarget, notification: TemplateScope['notification'], template: string, delivery: { id: string; createdAt: number },
): RenderedDelivery {
  const contentType = contentTypeOf(target.headers)
  const rendered = renderTemplate({
    template,
    contentType,
    scope: buildTemplateScope({
      notification,
      integration: { id: target.id, name: target.name },
      workspace: target.workspace,
      delivery: { id: delivery.id, attempt: 1, createdAt: new Date(delivery.createdAt).toISOString() },
    }),
  })
  if (!rendered.ok) return { ok: false, message: problemText(rendered.problems), contentType }
  return { ok: true, body: Buffer.from(rendered.output), contentType, template: readsAttempt(template) ? template : null }
}
