import type { EventTypeView } from '@/lib/contracts/event-type'
import { isKept, type FormState, type FormTrigger } from '../state/form-state'
import type { PreviewRequest } from './preview-messages'
import { defaultChoice, type SampleChoice } from './sample-choice'

interface PreviewParts {
  form: FormState
  trigger: FormTrigger
  type: EventTypeView
  sample: SampleChoice
  workspace: { id: string; name: string }
  integrationId: string | null
}

/** What the worker needs to render a trigger's template as the sending side would. */
export function buildPreviewRequest(parts: PreviewParts): PreviewRequest {
  const { form, trigger, type, sample, workspace, integrationId } = parts
  return {
    template: trigger.template ?? type.defaultTemplate,
    contentType: contentTypeOf(form),
    contextSchema: type.contextSchema,
    sample: sample.text,
    fallbackSample: defaultChoice(type).text,
    integration: { id: integrationId ?? 'int_00000000000000000000000000', name: form.name },
    workspace: { id: workspace.id, name: workspace.name },
  }
}

/** The header decides; without one the body is JSON. */
export function contentTypeOf(form: Pick<FormState, 'headers'>): string {
  const header = form.headers.find((row) => row.name.trim().toLowerCase() === 'content-type')
  return header && !isKept(header.value) && header.value.trim() !== '' ? header.value : 'application/json'
}
