import { contentTypeOf } from '@/components/integration-wizard/preview/build-preview-request'
import { AuthFields } from '@/components/integration-wizard/steps/auth-fields'
import { HeaderRows } from '@/components/integration-wizard/steps/header-rows'
import { ParamRows } from '@/components/integration-wizard/steps/param-rows'
import { Button } from '@/components/ui/button'
import { Field, FieldGroup } from '@/components/ui/field'
import { Textarea } from '@/components/ui/textarea'
import { StepPreview } from './step-preview'
import type { WebRequestProps } from './web-request'

interface WebRequestDetailsProps extends Pick<WebRequestProps, 'step' | 'number' | 'standardBody' | 'rule' | 'answers'> {
  templateId: string
  templateError: string | undefined
  onTemplate: (template: string) => void
}

/** What most web requests do without: loaded when it is unfolded. */
export function WebRequestDetails({ step, number, standardBody, rule, answers, templateId, templateError, onTemplate }: WebRequestDetailsProps) {
  return (
    <>
      <FieldGroup legend="Authentication"><AuthFields /></FieldGroup>
      <FieldGroup legend="HTTP headers"><HeaderRows /></FieldGroup>
      <FieldGroup legend="URL parameters"><ParamRows /></FieldGroup>
      <Body template={step.template} standardBody={standardBody} id={templateId} error={templateError} onChange={onTemplate} />
      <StepPreview number={number} answers={answers} request={toPreview({ step, number, standardBody, rule, answers })} />
    </>
  )
}

type Previewed = Pick<WebRequestProps, 'step' | 'number' | 'standardBody' | 'rule' | 'answers'>

const toPreview = ({ step: { destination, template }, number, standardBody, rule, answers }: Previewed) => ({
  template: template.trim() === '' ? standardBody : template, triggerType: `scorecard.${String(rule.event.kind)}`, contentType: contentTypeOf(destination),
  rule: { ...rule, step: number, answers },
})

interface BodyProps {
  template: string
  standardBody: string
  id: string
  error: string | undefined
  onChange: (template: string) => void
}

function Body({ template, standardBody, id, error, onChange }: BodyProps) {
  return (
    <div className="space-y-2">
      <Field label="Body" optional id={id} error={error} hint="Liquid that makes JSON. Left empty: the standard body, as it is shown.">
        <Textarea rows={10} spellCheck={false} className="font-mono text-13" placeholder={standardBody} value={template} onChange={(event) => onChange(event.target.value)} />
      </Field>
      {template === ''
        ? <Button size="sm" onClick={() => onChange(standardBody)}>Start from the standard body</Button>
        : <Button size="sm" onClick={() => onChange('')}>Back to the standard body</Button>}
    </div>
  )
}
