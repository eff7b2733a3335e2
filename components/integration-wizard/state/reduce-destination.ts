import type { FormState, HeaderRow, ParamRow } from './form-state'

type Values = Omit<FormState, 'triggers' | 'headers' | 'params' | 'preset'>

/** What changes a destination: the wizard's only one, or that of a rule's web request. */
export type DestinationAction =
  | { kind: 'set'; values: Partial<Values> }
  | { kind: 'addRows'; list: 'headers' | 'params'; rows: { key: string; name: string; value: string }[] }
  | { kind: 'changeHeader'; key: string; change: Partial<HeaderRow> }
  | { kind: 'changeParam'; key: string; change: Partial<ParamRow> }
  | { kind: 'removeRow'; list: 'headers' | 'params'; key: string }

export function reduceDestination(form: FormState, action: DestinationAction): FormState {
  switch (action.kind) {
    case 'set':
      return { ...form, ...action.values }
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
