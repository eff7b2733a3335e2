'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useMemo, useState, type FormEvent } from 'react'
import { fieldId } from '@/components/integration-wizard/state/map-pointers'
import { useLeaveWarning } from '@/components/integration-wizard/hooks/use-leave-warning'
import { PolicyFields } from '@/components/integration-wizard/steps/policy-fields'
import { ConditionRows } from '@/components/integration-wizard/steps/trigger-conditions'
import { BacktestAnswer } from '@/components/scorecards/backtest-answer'
import { Button } from '@/components/ui/button'
import { Panel } from '@/components/ui/card'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { ErrorSummary } from '@/components/ui/error-summary'
import { Field, FieldError } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { ApiError } from '@/lib/api-client/api-error'
import type { RuleView } from '@/lib/contracts/rule'
import { EventFields } from './event-fields'
import { answersOfExecution, answersOfTrial, type KnownAnswers } from './known-answers'
import { mapRuleErrors, type RuleError } from './map-rule-errors'
import { OwnerSelect } from './owner-select'
import { toEvent, toRuleBody, toScope, type RuleForm } from './rule-form'
import { ScopeFields } from './scope-fields'
import { TrialPanel } from './trial-panel'
import { useLastExecution, useTestRule } from './use-executions'
import { loadRuleCheck, useRuleCheck } from './use-rule-check'
import { useRuleForm } from './use-rule-form'
import { useSaveRule } from './use-rules'
import { WebRequests } from './web-requests'

interface RuleBuilderProps {
  /** The saved rule that is changed. */
  saved: Pick<RuleView, 'id' | 'version'> | null
  start: RuleForm
  standardBody: string
}

/** A rule reads as a sentence: when … for …, then … */
export function RuleBuilder({ saved, start, standardBody }: RuleBuilderProps) {
  const router = useRouter()
  const [read] = useState(saved) // as the form was filled: a newer one that is read later is not what was changed
  const id = read?.id ?? null
  const { form, set, errors, refuse, refusal, attempt, changed } = useRuleForm(start)
  const save = useSaveRule(read)
  const trial = useTestRule(id)
  const [tried, setTried] = useState<KnownAnswers>(new Map())
  const { data: last } = useLastExecution(id)
  const known = useMemo(() => new Map([...answersOfExecution(start.steps, last), ...tried]), [start.steps, last, tried])
  const leave = useLeaveWarning({ unsaved: changed && !save.isSuccess, unfinished: changed && !save.isSuccess })
  const messageOf = (field: string) => errors.find((error) => error.field === field)?.message
  useRuleCheck()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const { checkRuleForm } = await loadRuleCheck()
    const title = id === null ? 'The rule was not created' : 'Nothing was changed'
    const found = checkRuleForm(form)
    if (found.length > 0) return refuse(title, found)
    save.mutate(toRuleBody(form), {
      onSuccess: (rule) => router.push(`/rules/${rule.id}`),
      onError: (error) => refuse(title, wordRefusal(error, form)),
    })
  }
  const tryOut = async () => {
    const { checkRuleForm } = await loadRuleCheck()
    const named = { ...form, name: form.name.trim() === '' ? 'Unnamed rule' : form.name }
    const found = checkRuleForm(named)
    refuse('Nothing was sent', found)
    if (found.length > 0) return
    trial.mutate(toRuleBody(named), {
      onSuccess: (result) => setTried((before) => new Map([...before, ...answersOfTrial(named.steps, result)])),
      onError: (error) => refuse('Nothing was sent', wordRefusal(error, form)),
    })
  }
  const event = toEvent(form.event)
  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="max-w-4xl space-y-4">
      <ErrorSummary
        title={refusal} attempt={attempt}
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
        <BacktestAnswer request={{ event, scope: toScope(form.scope), conditions: form.conditions }} />
      </Panel>
      <WebRequests steps={form.steps} standardBody={standardBody} rule={{ name: form.name, event }} known={known} errors={errors} onChange={(change, touched) => set(change, touched)} />
      <Panel title="When a web request fails" description="What comes after it is not sent, and the owner gets a mail. The rule stays on.">
        <div className="space-y-4"><PolicyFields policy={form.policy} messageOf={messageOf} onChange={(policy) => set({ policy }, 'policy')} /></div>
      </Panel>
      <TrialPanel test={trial} onSend={() => void tryOut()} idle="Nothing is saved by it. What each receiver answers stands here." />
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

function wordRefusal(error: Error, form: RuleForm): RuleError[] {
  if (error instanceof ApiError && error.status === 412) {
    return [{ field: '', message: 'Somebody changed this rule in the meantime. Reload the page to start from the newer state.' }]
  }
  if (!(error instanceof ApiError) || error.errors.length === 0) return [{ field: '', message: error.message }]
  return mapRuleErrors(error.errors, form)
}
