import { expect, test } from 'vitest'
import type { Skip } from '@/lib/contracts/event'
import { skipName, skipReason } from './skip-text'

const skip = (reason: Skip['reason'], target: Partial<Skip> = {}): Skip => ({ integrationId: 'int_1', ruleId: null, reason, ...target })
const listening = (params: Record<string, unknown>) => ({
  name: 'SIEM', triggers: [{ id: 'trg_1', type: 'T', params, template: null }],
})

test('a threshold that was not reached names its number', () => {
  expect(skipReason(skip('below_threshold'), 'T', listening({ threshold: 600 }))).toBe('not below 600')
  expect(skipReason(skip('below_threshold'), 'T', listening({ points: 10, days: 7 }))).toBe('dropped by less than 10 in 7 days')
  expect(skipReason(skip('below_threshold'), 'T', listening({ minRiskLevel: 'high' }))).toBe('risk level below high')
})

test('without the trigger the reason still has words', () => {
  expect(skipReason(skip('below_threshold'), 'T', undefined)).toBe('threshold not reached')
  expect(skipReason(skip('disabled'), 'T', listening({ threshold: 600 }))).toBe('switched off')
})

test('who was skipped is named, also when it is gone', () => {
  expect(skipName(skip('scope'), listening({}))).toBe('SIEM')
  expect(skipName(skip('scope'), undefined)).toBe('Deleted integration int_1')
  expect(skipName(skip('scope', { integrationId: null, ruleId: 'rul_9' }), undefined)).toBe('Rule rul_9')
  expect(skipName(skip('no_trigger', { integrationId: null }), undefined)).toBe('No integration')
})
