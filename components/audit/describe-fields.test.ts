import { expect, it } from 'vitest'
import { auditActions } from '@/lib/contracts/audit'
import { actionGroupNames, actionsOf, targetHref } from './audit-words'
import { describeFields } from './describe-fields'

it.each([
  [[], ''],
  [['name'], 'the name'],
  [['destination.url', 'destination.headers.X-Team', 'destination.auth.password'], 'the URL, the header X-Team and the password'],
  [['steps.1.url', 'steps.2.headers.X-Team', 'steps.3'], 'the URL of web request 1, the header X-Team of web request 2 and web request 3'],
  [['triggers.DataLeakPublished', 'deliveries:read'], 'the trigger DataLeakPublished and deliveries:read'],
])('%j are told in words', (fields, text) => {
  expect(describeFields(fields)).toBe(text)
})

it('every action belongs to one group', () => {
  expect(actionGroupNames.flatMap(actionsOf).sort()).toEqual([...auditActions].sort())
})

it('what was deleted, and what was never saved, has no page to go to', () => {
  const target = { kind: 'integration', id: 'int_1', label: 'SIEM' } as const
  expect(targetHref({ action: 'integration.updated', target })).toBe('/integrations/int_1')
  expect(targetHref({ action: 'rule.updated', target: { kind: 'rule', id: 'rul_1', label: 'Drop' } })).toBe('/rules/rul_1')
  expect(targetHref({ action: 'integration.deleted', target })).toBeNull()
  expect(targetHref({ action: 'integration.tested', target: { ...target, id: null } })).toBeNull()
  expect(targetHref({ action: 'session.started', target: null })).toBeNull()
})
