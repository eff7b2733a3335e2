import type { WizardError } from './map-pointers'
import type { FormAction } from './reduce-form'

/** The errors that still stand after a change: what was said about a changed field may no longer hold. */
export function dropMended(errors: readonly WizardError[], action: FormAction): readonly WizardError[] {
  if (errors.length === 0) return errors
  const touched = touchedFields(action)
  const stays = ({ field }: WizardError) => !touched.some((name) => field === name || field.startsWith(`${name}.`))
  const left = errors.filter(stays)
  return left.length === errors.length ? errors : left
}

function touchedFields(action: FormAction): string[] {
  switch (action.kind) {
    case 'load':
      return []
    case 'set':
      return Object.keys(action.values)
    case 'choosePreset':
      return ['preset', 'url', 'headers', 'auth']
    case 'toggleTriggers':
      return ['triggers']
    case 'setParam':
      return [`triggers.${action.type}.params.${action.name}`]
    case 'setConditions':
      return [`triggers.${action.type}`]
    case 'setTemplate':
      return [`template.${action.type}`]
    case 'addRows':
      return [action.list]
    case 'changeHeader':
      return [`headers.${action.key}`]
    case 'changeParam':
      return [`params.${action.key}`]
    case 'removeRow':
      return [`${action.list}.${action.key}`]
  }
}
