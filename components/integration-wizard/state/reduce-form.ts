import type { FormState, FormTrigger, HeaderRow, ParamRow } from './form-state'
import { findWizardPreset, type WizardPreset } from './wizard-presets'

type Values = Omit<FormState, 'triggers' | 'headers' | 'params' | 'preset'>

export type FormAction =
  | { kind: 'load'; form: FormState }
  | { kind: 'set'; values: Partial<Values> }
  | { kind: 'choosePreset'; preset: WizardPreset }
  | { kind: 'toggleTriggers'; types: string[]; on: boolean }
  | { kind: 'setParam'; type: string; name: string; value: unknown }
  | { kind: 'setTemplate'; type: string; template: string | null }
  | { kind: 'addRows'; list: 'headers' | 'params'; rows: { key: string; name: string; value: string }[] }
  | { kind: 'changeHeader'; key: string; change: Partial<HeaderRow> }
  | { kind: 'changeParam'; key: string; change: Partial<ParamRow> }
  | { kind: 'removeRow'; list: 'headers' | 'params'; key: string }

export function reduceForm(form: FormState, action: FormAction): FormState {
  switch (action.kind) {
    case 'load':
      return action.form
    case 'set':
      return { ...form, ...action.values }
    case 'choosePreset':
      return applyPreset(form, action.preset)
    case 'toggleTriggers':
      return { ...form, triggers: toggle(form.triggers, action.types, action.on, form.preset) }
    case 'setParam':
      return changeTrigger(form, action.type, (trigger) => ({
        ...trigger,
        params: { ...trigger.params, [action.name]: action.value },
      }))
    case 'setTemplate':
      return changeTrigger(form, action.type, (trigger) => ({ ...trigger, template: action.template }))
    case 'addRows':
      return addRows(form, action.list, action.rows)
    case 'changeHeader':
      return { ...form, headers: form.headers.map((row) => changeHeader(row, action.key, action.change)) }
    case 'changeParam':
      return { ...form, params: form.params.map((row) => (row.key === action.key ? { ...row, ...action.change } : row)) }
    case 'removeRow':
      return { ...form, [action.list]: form[action.list].filter((row) => row.key !== action.key) }
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
  return [...changed, ...added.map((type) => ({ type, on: true, params: {}, template: templateOf(preset, type) }))]
}

/** A stored value that is no longer secret was never readable here, so it has to be typed again. */
function changeHeader(row: HeaderRow, key: string, change: Partial<HeaderRow>): HeaderRow {
  if (row.key !== key) return row
  const next = { ...row, ...change }
  return !next.secret && typeof next.value !== 'string' ? { ...next, value: '' } : next
}

/** Pasting into a list whose last rows are blank fills those up instead of leaving holes. */
function addRows(
  form: FormState,
  list: 'headers' | 'params',
  rows: { key: string; name: string; value: string }[],
): FormState {
  if (list === 'params') return { ...form, params: [...form.params.filter((row) => row.name + row.value !== ''), ...rows] }
  const kept = form.headers.filter((row) => row.name !== '' || row.value !== '')
  return { ...form, headers: [...kept, ...rows.map((row) => ({ ...row, secret: isSecretName(row.name) }))] }
}

function isSecretName(name: string): boolean {
  return /authorization|api-?key|token|secret|password/i.test(name)
}

function templateOf(preset: string | null, type: string): string | null {
  return findWizardPreset(preset)?.templateFor(type) ?? null
}

/** A preset fills what it knows; what was typed (address, name, edited templates) stays. */
function applyPreset(form: FormState, preset: WizardPreset): FormState {
  const former = form.preset
  const untouched = (trigger: FormTrigger) =>
    trigger.template === null || trigger.template === templateOf(former, trigger.type)
  const triggers = form.triggers.map((trigger) =>
    untouched(trigger) ? { ...trigger, template: preset.templateFor(trigger.type) } : trigger,
  )
  return {
    ...form,
    preset: preset.key,
    triggers: toggle(triggers, preset.triggers, true, preset.key),
    auth: { ...form.auth, kind: preset.authKind },
    signing: { ...form.signing, scheme: preset.scheme },
    policy: { ...form.policy, profile: preset.profile },
  }
}
