import { expect, it } from 'vitest'
import type { Condition } from '@/lib/contracts/scorecard'
import { changeField } from './condition-words'
import { fromDraftData } from './from-draft-data'
import { toDraftData } from './to-draft-data'
import { emptyForm } from './form-state'
import { reduceForm } from './reduce-form'
import { toContract } from './to-contract'
import { wordBacktest } from '@/components/scorecards/word-backtest'

const type = 'VendorCSTARUnderThreshold'
const withConditions = (conditions: Condition[]) =>
  reduceForm(reduceForm(emptyForm, { kind: 'toggleTriggers', types: [type], on: true }), { kind: 'setConditions', type, conditions })

it('conditions are sent with their trigger, and left out where there are none', () => {
  const conditions: Condition[] = [{ field: 'tier', op: 'is', value: '1' }]
  expect(toContract(withConditions(conditions)).triggers).toEqual([{ type, params: {}, template: null, conditions }])
  expect(toContract(withConditions([])).triggers).toEqual([{ type, params: {}, template: null }])
})

it('a draft keeps half-typed conditions', () => {
  const form = withConditions([{ field: 'attribute', name: '', op: 'contains', value: '' }, { field: 'portfolio', op: 'is', value: '' }])
  expect(fromDraftData(JSON.parse(JSON.stringify(toDraftData(form)))).triggers).toEqual(form.triggers)
})

it('another field keeps what can mean something there', () => {
  expect(changeField({ field: 'tier', op: 'not_contains', value: 'x' }, 'portfolio')).toEqual({ field: 'portfolio', op: 'is_not', value: '' })
  expect(changeField({ field: 'portfolio', op: 'is', value: 'pfl_1' }, 'label')).toEqual({ field: 'label', op: 'is', value: '' })
  expect(changeField({ field: 'tier', op: 'is', value: 'x' }, 'attribute')).toEqual({ field: 'attribute', name: '', op: 'is', value: 'x' })
})

it('says how often it would have fired', () => {
  expect([0, 1, 7].map((count) => wordBacktest(count, 30))).toEqual(['Would not have fired in the last 30 days', 'Would have fired once in the last 30 days', 'Would have fired 7 times in the last 30 days'])
})
