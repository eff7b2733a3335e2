'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState, type FormEvent } from 'react'
import { fieldId } from '@/components/integration-wizard/state/map-pointers'
import { useLeaveWarning } from '@/components/integration-wizard/hooks/use-leave-warning'
import { ConditionRows } from '@/components/integration-wizard/steps/trigger-conditions'
import { Button } from '@/components/ui/button'
import { Panel } from '@/components/ui/card'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { ErrorSummary } from '@/components/ui/error-summary'
import { Field, FieldError } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { ApiError } from '@/lib/api-client/api-error'
import { checkRuleForm, mapRuleErrors, type RuleError } from './check-rule-form'
import { EventFields } from './event-fields'
import { OwnerSelect } from './owner-select'
import { toRuleBody, type RuleForm } from './rule-form'
import { ScopeFields } from './scope-fields'
import { useSaveRule } from './use-rules'
import { WebRequests } from './web-requests'

interface RuleBuilderProps {
  id: string | null
  start: RuleForm
  standardBody: string
}

/** A rule reads as a sentence: when … for …, then … */
export function RuleBuilder({ id, start, standardBody }: RuleBuilderProps) {
  const router = useRouter()
  const { form, set, errors, refuse, attempt, changed } = useRuleForm(start)
  const save = useSaveRule(id)
  const leave = useLeaveWarning({ unsaved: changed && !save.isSuccess, unfinished: changed && !save.isSuccess })
  const messageOf = (field: string) => errors.find((error) => error.field === field)?.message
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const found = checkRuleForm(form)
    if (found.length > 0) return refuse(found)
    save.mutate(toRuleBody(form), {
      onSuccess: (rule) => router.push(`/rules/${rule.id}`),
      onError: (error) => refuse(wordRefusal(error, form)),
    })
  }
  return (
    <form onSubmit={submit} noValidate className="max-w-4xl space-y-4">
      <ErrorSummary
        title={id === null ? 'The rule was not created' : 'Nothing was changed'} attempt={attempt}
        errors={errors.map(({ field, message }) => ({ message, ...(field !== '' && { fieldId: fieldId(field) }) }))}
      />
      <Panel title="Rule">
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Name" required id={fieldId('name')} error={messageOf('name')} hint="How it is called in lists and mails.">
            <Input value={form.name} maxLength={200} autoComplete="off" onChange={(event) => set({ name: event.target.value }, 'name')} />
          </Field>
          <Field label="Owner" id={fieldId('ownerEmail')} error={messageOf('ownerEmail')} hint="Gets the mail when a web request has failed for good.">
            <OwnerSelect value={form.ownerEmail} onChange={(ownerEmail) => set({ ownerEmail }, 'ownerEmail')} />
          </Field>
        </div>
      </Panel>
      <Panel title="When">
        <EventFields event={form.event} messageOf={messageOf} onChange={(event) => set({ event }, 'event')} />
      </Panel>
      <Panel title="For">
        <ScopeFields scope={form.scope} messageOf={messageOf} onChange={(scope) => set({ scope }, 'scope')} />
        <div id={fieldId('conditions')} tabIndex={-1}>
          <ConditionRows conditions={form.conditions} onChange={(conditions) => set({ conditions }, 'conditions')} />
          {messageOf('conditions') && <FieldError>{messageOf('conditions')}</FieldError>}
        </div>
      </Panel>
      <WebRequests steps={form.steps} standardBody={standardBody} errors={errors} onChange={(change, touched) => set(change, touched)} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" loading={save.isPending}>{id === null ? 'Create rule' : 'Save changes'}</Button>
        <Button asChild><Link href={id === null ? '/rules' : `/rules/${id}`}>Cancel</Link></Button>
      </div>
      <ConfirmDialog
        open={leave.target !== null} onOpenChange={leave.stay} title="Leave without saving?" confirmLabel="Leave"
        onConfirm={() => leave.target !== null && router.push(leave.target)}
      >
        <p>What you typed is not saved yet and would be lost.</p>
      </ConfirmDialog>
    </form>
  )
}

export type RuleChange = Partial<RuleForm> | ((form: RuleForm) => Partial<RuleForm>)

/** The form with what was refused at the last try; a change of a field takes away what no longer stands against it. */
function useRuleForm(start: RuleForm) {
  const [form, setForm] = useState(start)
  const [errors, setErrors] = useState<readonly RuleError[]>([])
  const [attempt, setAttempt] = useState(0)
  const [changed, setChanged] = useState(false)
  const set = (change: RuleChange, touched: string) => {
    const next = (last: RuleForm) => ({ ...last, ...(typeof change === 'function' ? change(last) : change) })
    setForm(next)
    setChanged(true)
    if (errors.length === 0) return
    const standing = new Set(checkRuleForm(next(form)).map(({ field, message }) => `${field} ${message}`))
    const isTouched = ({ field }: RuleError) => field === '' || field === touched || field.startsWith(`${touched}.`)
    setErrors(errors.filter((error) => !isTouched(error) || standing.has(`${error.field} ${error.message}`)))
  }
  const refuse = (found: readonly RuleError[]) => {
    setErrors(found)
    setAttempt((count) => count + 1)
  }
  return { form, set, errors, refuse, attempt, changed }
}

function wordRefusal(error: Error, form: RuleForm): RuleError[] {
  if (!(error instanceof ApiError) || error.errors.length === 0) return [{ field: '', message: error.message }]
  return mapRuleErrors(error.errors, form)
}
