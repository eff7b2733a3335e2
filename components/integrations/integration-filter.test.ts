import { expect, test } from 'vitest'
import type { IntegrationView } from '@/lib/contracts/integration'
import { matches, matchesDraft, type IntegrationFilter } from './integration-filter'

const none: IntegrationFilter = { q: '', status: null, type: '' }
const integration = (name: string, state: IntegrationView['health']['state'], preset: string | null) =>
  ({ name, preset, health: { state, reason: null, since: null }, destination: { url: 'https://siem.acme.com/in' } }) as IntegrationView // the rest is not read

test('name or host, state and type narrow the list together', () => {
  const siem = integration('SIEM', 'failing', null)
  expect([none, { ...none, q: ' ACME ' }, { ...none, status: 'failing' }, { ...none, type: 'webhook' }].map((filter) => matches(siem, filter as IntegrationFilter)))
    .toEqual([true, true, true, true])
  expect([{ ...none, q: 'slack' }, { ...none, status: 'healthy' }, { ...none, type: 'slack' }, { ...none, status: 'draft' }].map((filter) => matches(siem, filter as IntegrationFilter)))
    .toEqual([false, false, false, false])
})

test('drafts have a state of their own and no type yet', () => {
  expect(matchesDraft({ name: null }, { ...none, q: 'untitled', status: 'draft' })).toBe(true)
  expect(matchesDraft({ name: 'SIEM' }, { ...none, status: 'healthy' })).toBe(false)
  expect(matchesDraft({ name: 'SIEM' }, { ...none, type: 'webhook' })).toBe(false)
})
