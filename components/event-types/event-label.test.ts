import { expect, test } from 'vitest'
import { ruleEventOptions } from '@/components/rules/rule-kinds'
import { listRuleEventTypes } from '@/lib/rules/rule-event-types'
import { eventLabel } from './event-label'

const type = {
  label: "When a vendor's score drops by 10 in 7 days",
  params: { type: 'object', properties: { points: { type: 'integer', default: 10 }, days: { type: 'integer', default: 7 } } },
}

test('the numbers are those of the trigger, else the defaults', () => {
  expect(eventLabel(type, 'k')).toBe("A vendor's score drops by 10 in 7 days")
  expect(eventLabel(type, 'k', { points: 25 })).toBe("A vendor's score drops by 25 in 7 days")
})

test('an event that a rule waits for has the rule’s words', () => {
  expect(eventLabel(undefined, 'scorecard.factor_grade_drop')).toBe('The grade of a factor drops')
  expect(ruleEventOptions.map(({ value }) => value)).toEqual(listRuleEventTypes().map(({ key }) => key))
})

test('a type that is not known is called by its key', () => expect(eventLabel(undefined, 'acme.custom')).toBe('acme.custom'))

test('a label that is no sentence with When stays as it is', () => {
  expect(eventLabel({ label: 'Order shipped', params: {} }, 'k')).toBe('Order shipped')
})
