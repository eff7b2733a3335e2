import { expect, test } from 'vitest'
import type { IntegrationView } from '@/lib/contracts/integration'
import { findAttention } from './find-attention'

const none = { pending: 0, sending: 0, retrying: 0, succeeded: 0, failed: 0, cancelled: 0 }

function integration(name: string, health: IntegrationView['health'], counts: Partial<typeof none> = {}): IntegrationView {
  return {
    id: `int_${name}`, type: 'webhook', preset: null, name, enabled: health.state !== 'disabled',
    disabledBy: null, ownerEmail: null, triggers: [],
    destination: { url: 'https://example.com', headers: [], params: [], auth: { kind: 'none' } }, signing: { scheme: 'none' },
    policy: { profile: 'standard' }, limits: { perSecond: null, concurrency: null }, health, disablesAt: null, lastDeliveryAt: null,
    counts24h: { ...none, ...counts }, version: 1, createdAt: '', updatedAt: '',
  }
}

const healthy = { state: 'healthy', reason: null, since: null } as const
const draft = { id: 'drf_1', integrationId: null, step: 'payload', name: null, data: {}, createdAt: '', updatedAt: '' } as const

test('the worst comes first, drafts last', () => {
  const items = findAttention(
    [
      integration('slow', { state: 'degraded', reason: '3 of 10 failed', since: null }),
      integration('dead', { state: 'failing', reason: '503', since: null }),
    ],
    [draft],
  )
  expect(items.map((item) => item.id)).toEqual(['int_dead', 'int_slow', 'drf_1'])
  expect(items[2]).toMatchObject({ title: 'Untitled integration', reason: 'draft · step 4 of 5', href: '/integrations/new?draft=drf_1&step=payload' })
})

test('what a person switched off is left alone, what the system disabled is not', () => {
  const off = (disabledBy: IntegrationView['disabledBy'], reason: string) =>
    findAttention([{ ...integration('a', { state: 'disabled', reason, since: null }), disabledBy }], [])
  expect(off('person', 'Switched off by a person')).toEqual([])
  expect(off('system', '410 Gone')).toMatchObject([{ reason: '410 Gone' }])
})

test('failures that are over still ask for a resend', () => {
  expect(findAttention([integration('a', healthy)], [])).toEqual([])
  expect(findAttention([integration('a', healthy, { failed: 1 })], [])).toMatchObject([{ title: 'a: 1 delivery failed in the last 24 hours' }])
})
