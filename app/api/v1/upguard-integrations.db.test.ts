import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import * as deliveries from '@/app/api/v1/deliveries/route'
import * as events from '@/app/api/v1/events/route'
import * as integration from '@/app/api/v1/integrations/[id]/route'
import * as integrations from '@/app/api/v1/integrations/route'
import * as tests from '@/app/api/v1/integrations/test/route'
import { playVendor } from '@/app/api/v1/testing/play-vendor'
import type { DeliveryView, TestResult } from '@/lib/contracts/delivery'
import type { IntegrationView } from '@/lib/contracts/integration'
import { answer, type ReceivedRequest } from '@/lib/testing/receiver'

// UpGuard's webhooks, played from end to end: an integration with several triggers as its users build it, the backend that
// reports, and a receiver with HTTP Basic, headers and URL parameters that checks what it gets.

const stage = playVendor({
  '/events': events, '/integrations': integrations, '/integrations/test': tests, '/integrations/:id': integration, '/deliveries': deliveries,
})
const { call } = stage

const SCORE = 'CustomerCSTARUnderThreshold'
const DROPPED = { type: SCORE, occurredAt: '2020-06-29T01:14:11.323507851Z', context: { LatestScore: 599, PrevScore: 732, Threshold: 600 } }
const create = (triggers: object[], more: object = {}) => call<IntegrationView>('POST', '/integrations', {
  type: 'webhook', name: 'Vendor risk', triggers,
  destination: {
    url: `${stage.receiver.url}/hook?tenant=7`, headers: [{ name: 'X-Team', value: 'red' }, { name: 'X-Key', value: 'a-secret-header', secret: true }],
    params: [{ name: 'source', value: 'up guard & co' }], auth: { kind: 'basic', username: 'upguard', password: 'pässword' },
  },
  ...more,
})
const report = (...sent: object[]) => call('POST', '/events', { events: sent })

// The receiver's own check of a Standard Webhooks signature, from the specification's words.
const expectedSignature = ({ headers, body }: ReceivedRequest, secret: string): string => {
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`
  return `v1,${createHmac('sha256', Buffer.from(secret.replace('whsec_', ''), 'base64')).update(signed).digest('base64')}`
}

describe('a notification', () => {
  it('is the known one, to the nanosecond, to an address with Basic, headers and parameters, and can be proved', async () => {
    const { signing } = await create([{ type: SCORE }])
    await report(DROPPED)
    const [request = expect.unreachable()] = await stage.receiver.until(1)
    const { notification, ...rest } = JSON.parse(request.body) as { notification: { id: number } }
    expect(rest).toEqual({})
    expect(notification).toEqual({
      id: expect.any(Number) as number, type: SCORE, occurredAt: '2020-06-29T01:14:11.323507851Z', context: DROPPED.context,
      description: expect.stringMatching(/^The score for '.+' dropped below 600 with a score of 599$/) as string,
    })
    expect(Object.keys(notification)).toEqual(['id', 'type', 'description', 'occurredAt', 'context'])
    expect([request.method, request.url]).toEqual(['POST', '/hook?tenant=7&source=up%20guard%20%26%20co'])
    expect(request.headers).toMatchObject({
      'content-type': 'application/json', 'x-team': 'red', 'x-key': 'a-secret-header',
      authorization: `Basic ${Buffer.from('upguard:pässword').toString('base64')}`,
    })
    expect(request.headers['webhook-signature']).toBe(expectedSignature(request, String(signing.secret)))
  })

  it('counts up: each has a number of its own', async () => {
    await create([{ type: SCORE }])
    await report(DROPPED, DROPPED, DROPPED)
    const ids = (await stage.receiver.until(3)).map(({ body }) => (JSON.parse(body) as { notification: { id: number } }).notification.id)
    expect(new Set(ids).size).toBe(3)
    expect(ids.every(Number.isSafeInteger)).toBe(true)
  })

  it('goes out for each trigger by its own number and its own template, and for no other type', async () => {
    await create([
      { type: SCORE, params: { threshold: 550 }, template: '{"score": {{ notification.context.LatestScore }}}' },
      { type: 'RisksAdded', params: { minSeverity: 'high' }, template: '{"risks": [{% for risk in notification.context.Risks %}"{{ risk.Name | upcase }}"{% unless forloop.last %},{% endunless %}{% endfor %}]}' },
      { type: 'TrustPageAccessRequested' },
    ])
    const risks = (Severity: string) => ({ type: 'RisksAdded', context: { Severity, Risks: [{ Name: 'Weak "TLS"' }, { Name: 'Open port' }] } })
    await report(DROPPED, { ...DROPPED, context: { ...DROPPED.context, LatestScore: 540 } }, risks('low'), risks('critical'), { type: 'DataLeakPublished', context: { Title: 'x' } })
    await stage.receiver.until(2)
    await stage.world.settled(2)
    expect(stage.receiver.requests.map(({ body }) => body).sort()).toEqual(['{"risks": ["WEAK \\"TLS\\"","OPEN PORT"]}', '{"score": 540}'])
  })

  it('has the shape of a Slack message where a user has written it so: danger below 200, warning below 400, else good', async () => {
    const template = `{
      "channel": "#vendor-notify", "username": "UpGuard", "icon_emoji": ":shield:",
      "attachments": [{
        "color": "{% if notification.context.LatestScore < 200 %}danger{% elsif notification.context.LatestScore < 400 %}warning{% else %}good{% endif %}",
        "text": "{{ notification.description }}"
      }]
    }`
    await create([{ type: SCORE, template }])
    for (const [index, LatestScore] of [199, 200, 399, 400].entries()) {
      await report({ ...DROPPED, context: { ...DROPPED.context, LatestScore } })
      await stage.receiver.until(index + 1)
    }
    const colors = stage.receiver.requests.map(({ body }) => (JSON.parse(body) as { attachments: Array<{ color: string }> }).attachments[0]?.color)
    expect(colors).toEqual(['danger', 'warning', 'warning', 'good'])
  })
})

describe('Send test message', () => {
  it('sends what is on the screen, unsaved, and shows the webhook’s response', async () => {
    const saved = await create([{ type: SCORE }])
    stage.receiver.behave(answer(422, '{"error":"no such channel"}', { 'content-type': 'application/json', 'x-trace': 'abc' }))
    const onScreen = { ...saved, name: 'Renamed', destination: { ...saved.destination, params: [] } }
    const result = await call<TestResult>('POST', '/integrations/test', {
      integrationId: saved.id, integration: onScreen, triggerType: SCORE, template: '{"by": "{{ integration.name }}", "score": {{ notification.context.LatestScore }}}',
    })
    expect(result).toMatchObject({
      ok: false, status: 422, request: { method: 'POST', body: '{"by": "Renamed", "score": 599}' },
      response: { status: 422, body: '{"error":"no such channel"}', headers: { 'x-trace': 'abc' } },
    })
    const [request] = await stage.receiver.until(1)
    expect([request?.url, request?.headers.authorization]).toEqual(['/hook?tenant=7', `Basic ${Buffer.from('upguard:pässword').toString('base64')}`])
    expect(await call<IntegrationView>('GET', `/integrations/${saved.id}`)).toMatchObject({ name: 'Vendor risk', triggers: [{ template: null }], health: { state: 'healthy' } })
    const { data } = await call<{ data: DeliveryView[] }>('GET', '/deliveries?test=true')
    expect(data.map(({ status, attemptCount }) => [status, attemptCount])).toEqual([['failed', 1]])
  })
})
