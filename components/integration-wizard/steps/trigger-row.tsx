import { Fragment } from 'react'
import { BacktestAnswer } from '@/components/scorecards/backtest-answer'
import { FieldError } from '@/components/ui/field'
import { Switch } from '@/components/ui/switch'
import type { EventTypeView } from '@/lib/contracts/event-type'
import { checkParam, listParams } from '../state/check-params'
import { fieldId } from '../state/map-pointers'
import { splitLabel, wordTrigger, type LabelPart } from '../state/split-label'
import { useFieldMessage, useWizard } from '../wizard-context'
import { ParamInput } from './param-input'
import { TriggerConditions } from './trigger-conditions'

/** A trigger as a sentence; its numbers can be changed where they stand. */
export function TriggerRow({ type, on }: { type: EventTypeView; on: boolean }) {
  const { form, dispatch } = useWizard()
  const messageOf = useFieldMessage()
  const trigger = form.triggers.find((one) => one.type === type.key)
  const params = trigger?.params ?? {}
  const { sentence, rest } = splitLabel(type)
  const switchId = fieldId(`triggers.${type.key}`)
  const hasGoodParams = listParams(type.params).every(({ name, schema }) => checkParam(params[name], schema) === null)
  const messages = [
    messageOf(`triggers.${type.key}`),
    ...listParams(type.params).map(({ name }) => messageOf(`triggers.${type.key}.params.${name}`)),
  ].filter((message) => message !== undefined)
  return (
    <li className="flex items-start gap-3 px-4 py-2.5">
      <Switch
        id={switchId} className="mt-1" aria-label={wordTrigger(type, params)} checked={on}
        onCheckedChange={(next) => dispatch({ kind: 'toggleTriggers', types: [type.key], on: next })}
      />
      <div className="min-w-0 flex-1">
        <div className={on ? 'flex flex-wrap items-center gap-x-1.5 gap-y-1 leading-7' : 'py-1 text-ink-soft'}>
          {sentence.map((part, index) => (
            <Fragment key={index}>
              {index > 0 && ' '}
              {part.kind === 'text'
                ? <label htmlFor={switchId}>{part.text.trim()}</label>
                : <Param part={part} type={type} values={params} on={on} />}
            </Fragment>
          ))}
          {rest.map((part, index) => part.kind === 'param' && <Param key={index} part={part} type={type} values={params} on={on} named />)}
        </div>
        {on && typeof type.params['description'] === 'string' && <p className="text-13 text-ink-faint">{type.params['description']}</p>}
        {messages.map((message) => <FieldError key={message}>{message}</FieldError>)}
        {on && hasGoodParams && <BacktestAnswer request={{ triggerType: type.key, params, conditions: trigger?.conditions ?? [] }} />}
        {on && <TriggerConditions type={type.key} />}
      </div>
      <code className="hidden max-w-56 truncate pt-1.5 text-12 text-ink-faint lg:block">{type.key}</code>
    </li>
  )
}

interface ParamProps {
  part: LabelPart & { kind: 'param' }
  type: EventTypeView
  values: Record<string, unknown>
  on: boolean
  named?: boolean
}

function Param({ part: { name, schema }, type, values, on, named = false }: ParamProps) {
  const { dispatch } = useWizard()
  const messageOf = useFieldMessage()
  const field = `triggers.${type.key}.params.${name}`
  const value = values[name] ?? schema.default
  if (!on && !named) return <span aria-hidden className="tabular-nums">{String(value ?? '…')}</span>
  if (!on) return null
  return (
    <ParamInput
      id={fieldId(field)} name={name} schema={schema} value={value} named={named}
      invalid={messageOf(field) !== undefined}
      onChange={(next) => dispatch({ kind: 'setParam', type: type.key, name, value: next })}
    />
  )
}
