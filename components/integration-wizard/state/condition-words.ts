import type { Condition } from '@/lib/contracts/scorecard'

export const CONDITION_FIELDS: ReadonlyArray<{ value: Condition['field']; label: string }> = [
  { value: 'tier', label: 'Tier' }, { value: 'label', label: 'Label' }, { value: 'portfolio', label: 'Portfolio' }, { value: 'attribute', label: 'Attribute' },
]

const OPS: ReadonlyArray<{ value: Condition['op']; label: string }> = [
  { value: 'is', label: 'is' }, { value: 'is_not', label: 'is not' }, { value: 'contains', label: 'contains' }, { value: 'not_contains', label: 'does not contain' },
]

/** The comparisons of a field: a scorecard is in a portfolio or not. */
export const opsOf = (field: Condition['field']) => (field === 'portfolio' ? OPS.slice(0, 2) : OPS)

/** The condition on another field: what was typed stays where it can mean something. */
export function changeField({ op, value, field: former }: Condition, field: string): Condition {
  switch (field) {
    case 'label':
      return { field, op, value: former === 'portfolio' ? '' : value }
    case 'portfolio':
      return { field, op: op === 'is_not' || op === 'not_contains' ? 'is_not' : 'is', value: '' }
    case 'attribute':
      return { field, name: '', op, value: former === 'portfolio' ? '' : value }
    default:
      return { field: 'tier', op, value: former === 'portfolio' ? '' : value }
  }
}
