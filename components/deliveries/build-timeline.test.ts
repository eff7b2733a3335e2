import { describe, expect, test } from 'vitest'
import type { AttemptView, DeliveryDetail } from '@/lib/contracts/delivery'
import { buildTimeline } from './build-timeline'

const at = (time: string) => `2026-11-21T${time}Z`

function attempt(number: number, time: string, overrides: Partial<AttemptView> = {}): AttemptView {
  return {
    id: `att_${number}`, number, trigger: 'automatic', startedAt: at(time), durationMs: 87,
    request: { method: 'POST', url: 'https://siem.example.com/in', headers: {}, body: '{}' },
    response: { status: 503, headers: {}, body: '', truncated: false },
    error: { code: 'http_status', message: '503' }, timings: null, worker: null,
    ...overrides,
  }
}

const ok: Partial<AttemptView> = { response: { status: 200, headers: {}, body: 'ok', truncated: false }, error: null }

function delivery(overrides: Partial<DeliveryDetail>): DeliveryDetail {
  return {
    id: 'dlv_1', status: 'succeeded', waitingFor: null, test: false, eventType: 'CustomerCSTARUnderThreshold', eventId: 'evt_1',
    integration: { id: 'int_1', name: 'SIEM' }, ruleId: null, rule: null, execution: null, url: 'https://siem.example.com/in', attemptCount: 1,
    maxAttempts: 6, statusCode: 200, errorCode: null, nextAttemptAt: null, createdAt: at('14:02:11.043'),
    finishedAt: null, event: null, body: '{}', contentType: 'application/json', attempts: [],
    ...overrides,
  }
}

const kinds = (value: DeliveryDetail) => buildTimeline(value).map((item) => item.kind)

describe('a delivery that arrived at once', () => {
  test('is accepted and one attempt, without a wait of some ms', () => {
    const items = buildTimeline(delivery({ attempts: [attempt(1, '14:02:11.051', ok)] }))
    expect(items.map((item) => item.kind)).toEqual(['accepted', 'attempt'])
    expect(items[1]).toMatchObject({ ok: true, summary: '200 in 87 ms', tag: null, note: null })
  })
})

describe('a delivery that is retried', () => {
  const retried = delivery({
    status: 'retrying',
    nextAttemptAt: at('14:09:26.301'),
    attempts: [
      attempt(2, '14:04:11.302', { response: null, error: { code: 'timeout', message: 'timeout' }, durationMs: 15_000 }),
      attempt(1, '14:02:11.051', { response: { status: 503, headers: { 'Retry-After': '120' }, body: '', truncated: false } }),
    ],
  })

  test('shows attempts in order with the waits between, and the scheduled next one', () => {
    expect(kinds(retried)).toEqual(['accepted', 'attempt', 'wait', 'attempt', 'wait', 'scheduled'])
    expect(buildTimeline(retried).at(-1)).toEqual({ kind: 'scheduled', number: 3, at: at('14:09:26.301'), held: false })
  })

  test('says how long it waited and waits', () => {
    const waits = buildTimeline(retried).filter((item) => item.kind === 'wait')
    expect(waits.map((wait) => Math.round(wait.seconds))).toEqual([120, 300])
    expect(waits.map((wait) => wait.over)).toEqual([true, false])
  })

  test('says that Retry-After was honoured', () => {
    expect(buildTimeline(retried)[1]).toMatchObject({ summary: '503 in 87 ms', note: 'Retry-After 120 s honoured' })
  })

  test('says what went wrong where no answer came', () => {
    expect(buildTimeline(retried)[3]).toMatchObject({ ok: false, summary: 'timed out after 15 s' })
  })
})

test('a Retry-After that was not waited for is not called honoured', () => {
  const early = delivery({
    attempts: [
      attempt(1, '14:02:11', { response: { status: 429, headers: { 'retry-after': '600' }, body: '', truncated: false } }),
      attempt(2, '14:02:20', { ...ok, trigger: 'manual' }),
    ],
  })
  expect(buildTimeline(early)[1]).toMatchObject({ note: 'Retry-After 600 s asked for' })
  expect(buildTimeline(early).at(-1)).toMatchObject({ tag: 'Manual' })
})

test('a Retry-After that is garbage is not mentioned', () => {
  const garbage = attempt(1, '14:02:11', { response: { status: 503, headers: { 'retry-after': '-5, soon' }, body: '', truncated: false } })
  expect(buildTimeline(delivery({ attempts: [garbage] }))[1]).toMatchObject({ note: null })
})

test('a delivery that is held back says by what', () => {
  const held = delivery({ status: 'pending', waitingFor: 'breaker' })
  expect(kinds(held)).toEqual(['accepted', 'held', 'scheduled'])
  expect(buildTimeline(held).at(-1)).toMatchObject({ held: true }) // not "due now": first what holds it back has to be over
})

test('a delivery in flight shows the attempt that runs', () => {
  const sending = delivery({ status: 'sending', attempts: [attempt(1, '14:02:11.051')] })
  expect(buildTimeline(sending).at(-1)).toEqual({ kind: 'sending', number: 2 })
})

test('the end says how many attempts it took to give up, and why there was only one', () => {
  const failed = (...attempts: AttemptView[]) => buildTimeline(delivery({ status: 'failed', attempts })).at(-1)
  expect(failed(attempt(1, '14:02:11'), attempt(2, '14:02:20'))).toMatchObject({ text: 'gave up after 2 attempts' })
  const template = attempt(1, '14:02:11', { response: null, error: { code: 'template', message: 'line 1' } })
  expect(failed(template)).toMatchObject({ text: expect.stringContaining('template would fail again') })
})

test('a cancelled delivery shows no next attempt', () => {
  expect(kinds(delivery({ status: 'cancelled', attempts: [attempt(1, '14:02:11')] }))).toEqual(['accepted', 'attempt', 'end'])
})
