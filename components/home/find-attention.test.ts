import { expect, test } from 'vitest'
import type { IntegrationView } from '@/lib/contracts/integration'
import type { MailView } from '@/lib/contracts/mail'
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

const NOW = Date.parse('2026-11-25T12:00:00Z')
const find = (found: Parameters<typeof findAttention>[0]) => findAttention(found, NOW)

const healthy = { state: 'healthy', reason: null, since: null } as const
const draft = { id: 'drf_1', integrationId: null, step: 'payload', name: null, data: {}, createdAt: '', updatedAt: '' } as const

test('the worst comes first, drafts last', () => {
  const items = find({
    integrations: [
      integration('slow', { state: 'degraded', reason: '3 of 10 failed', since: null }),
      integration('dead', { state: 'failing', reason: '503', since: null }),
    ],
    drafts: [draft],
  })
  expect(items.map((item) => item.id)).toEqual(['int_dead', 'int_slow', 'drf_1'])
  expect(items[2]).toMatchObject({ title: 'Untitled integration', reason: 'draft · step 4 of 5', href: '/integrations/new?draft=drf_1&step=payload' })
})

test('what a person switched off is left alone, what the system disabled is not', () => {
  const off = (disabledBy: IntegrationView['disabledBy'], reason: string) =>
    find({ integrations: [{ ...integration('a', { state: 'disabled', reason, since: null }), disabledBy }] })
  expect(off('person', 'Switched off by a person')).toEqual([])
  expect(off('system', '410 Gone')).toMatchObject([{ reason: '410 Gone' }])
})

test('failures that are over still ask for a resend', () => {
  expect(find({ integrations: [integration('a', healthy)] })).toEqual([])
  expect(find({ integrations: [integration('a', healthy, { failed: 1 })] })).toMatchObject([{ title: 'a: 1 delivery failed in the last 24 hours' }])
})

test('what will be switched off says when', () => {
  const failing = integration('a', { state: 'failing', reason: 'The last 90 attempts failed: 503', since: null })
  const disablesAt = new Date(2026, 10, 26, 14, 5).toISOString()
  expect(find({ integrations: [{ ...failing, disablesAt }] })).toMatchObject([
    { tone: 'bad', title: 'a will be switched off on Thursday 26 Nov at 14:05', reason: 'The last 90 attempts failed: 503. One success keeps it on.' },
  ])
})

test('mails that nobody got are told for a week, by why they wait', () => {
  const mail = (status: MailView['status'], hoursAgo: number, error: string | null = null): MailView => ({
    id: `mail_${status}`, kind: 'disabled', to: 'o@example.com', subject: 's', text: 't', status, attempts: 1, error,
    createdAt: new Date(NOW - hoursAgo * 3_600_000).toISOString(), sentAt: null,
  })
  const told = (...mails: MailView[]) => find({ integrations: [], mails }).map(({ title, reason }) => [title, reason])
  expect(told(mail('sent', 1), mail('queued', 0.1), mail('kept', 200))).toEqual([])
  expect(told(mail('kept', 1), mail('kept', 30), mail('failed', 2, '550 no such box'), mail('queued', 1))).toEqual([
    ['1 mail could not be sent', '550 no such box'],
    ['1 mail waiting to be sent', 'The mail server does not take them'],
    ['2 mails to read here', 'No mail server is set, so nobody got them. The operator sets SMTP_URL.'],
  ])
})
