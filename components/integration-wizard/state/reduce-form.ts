import type { Condition } from '@/lib/contracts/scorecard'
import type { FormState, FormTrigger, HeaderRow } from './form-state'
import { reduceDestination, type DestinationAction } from './reduce-destination'
import { findWizardPreset, presetTemplate, type WizardPreset } from './wizard-presets'

export type FormAction =
  | DestinationAction
  | { kind: 'load'; form: FormState }
  | { kind: 'choosePreset'; preset: WizardPreset }
  | { kind: 'toggleTriggers'; types: string[]; on: boolean }
  | { kind: 'setParam'; type: string; name: string; value: unknown }
  | { kind: 'setConditions'; type: string; conditions: Condition[] }
  | { kind: 'setTemplate'; type: string; template: string | null }

export function reduceForm(form: FormState, action: FormAction): FormState {
  switch (action.kind) {
    case 'load':
      return action.form
    case 'choosePreset':
      return applyPreset(form, action.preset)
    case 'toggleTriggers':
      return { ...form, triggers: toggle(form.triggers, action.types, action.on, form.preset) }
    case 'setParam':
      return changeTrigger(form, action.type, (trigger) => ({
        ...trigger,
        params: { ...trigger.params, [action.name]: action.value },
      }))
    case 'setConditions':
      return changeTrigger(form, action.type, (trigger) => ({ ...trigger, conditions: action.conditions }))
    case 'setTemplate':
      return changeTrigger(form, action.type, (trigger) => ({ ...trigger, template: action.template }))
    default:
      return reduceDestination(form, action)
  }
}

function changeTrigger(form: FormState, type: string, change: (trigger: FormTrigger) => FormTrigger): FormState {
  return { ...form, triggers: form.triggers.map((trigger) => (trigger.type === type ? change(trigger) : trigger)) }
}

function toggle(triggers: FormTrigger[], types: readonly string[], on: boolean, preset: string | null): FormTrigger[] {
  const known = new Set(triggers.map((trigger) => trigger.type))
  const changed = triggers.map((trigger) => (types.includes(trigger.type) ? { ...trigger, on } : trigger))
  if (!on) return changed
  const added = types.filter((type) => !known.has(type))
  return [...changed, ...added.map((type) => ({ type, on: true, params: {}, template: presetTemplate(preset, type) }))]
}

/** A preset fills what it knows; what was typed (address, name, edited templates) stays. */
function applyPreset(form: FormState, preset: WizardPreset): FormState {
  const former = findWizardPreset(form.preset)
  const untouched = (trigger: FormTrigger) =>
    trigger.template === null || trigger.template === presetTemplate(form.preset, trigger.type)
  const triggers = form.triggers.map((trigger) =>
    untouched(trigger) ? { ...trigger, template: preset.templateFor(trigger.type) } : trigger,
  )
  // What nobody typed goes with the preset that filled it in.
  const filled = (value: string, by: string | undefined, next: string) => (value === '' || value === by ? next : value)
  return {
    ...form,
    preset: preset.key,
    triggers: toggle(triggers, preset.triggers, true, preset.key),
    url: filled(form.url, former?.url, preset.url),
    headers: presetHeaders(form.headers, former, preset),
    auth: { ...form.auth, kind: preset.authKind },
    signing: { ...form.signing, scheme: preset.scheme },
    policy: { ...form.policy, profile: preset.profile },
    limits: { ...form.limits, perSecond: filled(form.limits.perSecond, former?.perSecond, preset.perSecond) },
  }
}

function presetHeaders(rows: readonly HeaderRow[], former: WizardPreset | undefined, preset: WizardPreset): HeaderRow[] {
  const kept = rows.filter((row) => row.value !== '' || !former?.headers.some(({ name }) => name === row.name))
  const last = Math.max(0, ...rows.map((row) => Number(row.key.replace(/^\D+/, '')) || 0))
  const missing = preset.headers.filter(({ name }) => !kept.some((row) => row.name.toLowerCase() === name.toLowerCase()))
  return [...kept, ...missing.map(({ name }, index) => ({ key: `r${last + index + 1}`, name, value: '', secret: true }))]
}
