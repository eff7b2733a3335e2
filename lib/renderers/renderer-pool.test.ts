import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { RendererPool, type RenderRequest } from './renderer-pool'
import { RENDERER_LIMITS, type EndReason, type RendererLimits } from './renderer-process'
import { problemsOf, type RenderAnswer } from './render-task'
import { abusiveTemplates, hangingTemplate, hungryTemplate } from './testing/abusive-templates'

const frame = { contentType: 'application/json', integration: { id: 'int_1', name: 'One' }, workspace: { id: 'ws_1', name: 'Example' } }
const context = '{"2":1.50,"1":12345678901234567890}'
const notification = { id: 29, type: 'T', description: 'D', occurredAt: '2020-06-29T01:14:11.323507851Z', context }
const delivery = { id: 'dlv_1', attempt: 1, createdAt: '2026-01-01T00:00:00.000Z' }

const asking = (template: string, over: Partial<RenderRequest> = {}): RenderRequest =>
  ({ task: { template, frame, notification, delivery }, key: template, trust: template, turn: 'ws_1', ...over })
const good = '{"id": {{ notification.id }}}'
const rendered = { output: '{"id": 29}', readsAttempt: false }
const slowToRead = { problems: [expect.objectContaining({ code: 'limit', message: 'The template takes too long to render' })] }

const pools: RendererPool[] = []
const start = (limits: Partial<RendererLimits> = {}) => {
  const restarts: EndReason[] = []
  const pool = new RendererPool({ limits: { ...RENDERER_LIMITS, ...limits }, onRestart: (reason) => restarts.push(reason) })
  pools.push(pool)
  return { pool, restarts }
}
afterAll(() => pools.forEach((pool) => pool.stop()))

const patience = 60_000

it('an abusive template is answered, whatever it does, and others are rendered meanwhile', { timeout: patience }, async () => {
  const { pool } = start()
  for (const [name, template] of Object.entries(abusiveTemplates)) {
    const answer = pool.render(asking(template))
    expect(await pool.render(asking(good, { turn: 'ws_2' })), name).toEqual(rendered)
    const answered = await answer
    if ('output' in answered) expect(answered.output, name).not.toMatch(/function|native code|root:/)
    else expect(problemsOf(answered)[0], name).toMatchObject({ severity: 'error', message: expect.any(String) })
  }
})

describe('what is rendered', () => {
  const { pool } = start()

  it('has the context exactly as it was received', async () => {
    const bodies = { '{{ notification.context | json }}': context, '"{{ notification.occurredAt }}"': `"${notification.occurredAt}"` }
    for (const [template, output] of Object.entries(bodies)) expect(await pool.render(asking(template))).toEqual({ output, readsAttempt: false })
  })

  it('says whether each attempt must be rendered', async () => {
    expect(await pool.render(asking('{{ delivery.attempt }}'))).toEqual({ output: '1', readsAttempt: true })
  })

  it('comes back to whom asked for it, however many ask', async () => {
    const ask = (id: number, template: string) =>
      pool.render({ ...asking(template), task: { template, frame, delivery, notification: { ...notification, id } } })
    const ids = Array.from({ length: 1200 }, (_, i) => i)
    const answers = await Promise.all(ids.map((id) => ask(id, id % 7 === 0 ? '{{ notification.idd }' : '{{ notification.id }}')))
    for (const id of ids) {
      if (id % 7 === 0) expect(answers[id]).toMatchObject({ problems: [{ code: 'syntax' }] })
      else expect(answers[id]).toEqual({ output: String(id), readsAttempt: false })
    }
  })

  it('is the preview where that is asked for', async () => {
    const answer = await pool.render(asking('{{ nothing }}', {
      task: { template: '{"a": "{{ nothing }}"}', frame, notification: '{"id":1,"context":{}}', delivery, contextSchema: { type: 'object' } },
    }))
    expect(answer).toMatchObject({ check: { output: '{"a": ""}', valid: true, problems: [{ code: 'unknown_variable' }] } })
  })
})

describe('a template that hangs', { timeout: patience }, () => {
  it('is ended with its renderer and rests; those that went with it are rendered', async () => {
    const { pool, restarts } = start({ hangMs: 200 })
    const key = 'int_1 1 T'
    const whenBad = (bad: boolean) => ({
      task: { frame, delivery, notification, template: bad ? hangingTemplate : good }, key, trust: key, turn: 'ws_1',
    })
    // Trusted by then, so that it goes together with the others.
    for (let i = 0; i < 5; i++) await Promise.all([pool.render(whenBad(false)), pool.render(asking(good, { key: 'int_2', trust: 'int_2' }))])
    const others = Array.from({ length: 50 }, (_, i) => asking(`{"n": ${i}}`, { key: 'int_2', trust: 'int_2' }))
    const all = [...others.slice(0, 25), whenBad(true), ...others.slice(25)].map((one) => pool.render(one))
    const answers: RenderAnswer[] = await Promise.all(all)
    expect(answers[25]).toEqual(slowToRead)
    answers.splice(25, 1)
    expect(answers).toEqual(others.map((_, i) => ({ output: `{"n": ${i}}`, readsAttempt: false })))
    expect(new Set(restarts)).toEqual(new Set(['hang']))
    const before = restarts.length
    expect(await pool.render(whenBad(true))).toEqual(slowToRead)
    expect(restarts).toHaveLength(before)
    expect(await pool.render({ ...whenBad(false), key: 'int_1 2 T' }), 'after an edit').toEqual(rendered)
  })

  it('waits for its turn behind those of other workspaces that have not been tried, never before those that were quick', async () => {
    const { pool, restarts } = start({ hangMs: 200 })
    const quick = asking(good, { turn: 'ws_2' })
    for (let i = 0; i < 5; i++) await pool.render(quick)
    const order: string[] = []
    const noted = (name: string, request: RenderRequest) => pool.render(request).then((answer) => (order.push(name), answer))
    const bad = [1, 2, 3].map((i) => noted(`bad ${i}`, asking(hangingTemplate, { key: `bad ${i}`, trust: `bad ${i}` })))
    const fresh = noted('new', asking('{"new": true}', { turn: 'ws_3' }))
    const known = noted('quick', quick)
    await Promise.all([...bad, fresh, known])
    expect(order).toEqual(['quick', 'bad 1', 'new', 'bad 2', 'bad 3'])
    expect(restarts).toEqual(['hang', 'hang', 'hang'])
  })

  it('is not waited for by somebody at a screen: he is told to try again', async () => {
    const { pool } = start({ hangMs: 200 })
    await pool.render(asking(good))
    const bad = [1, 2, 3].map((i) => pool.render(asking(hangingTemplate, { key: `bad ${i}`, turn: `ws_${i}` })))
    await expect(pool.render(asking('{"b": 2}', { turn: 'ws_9', patienceMs: 100 }))).rejects.toMatchObject({ code: 'unavailable' })
    expect(await Promise.all(bad)).toEqual([slowToRead, slowToRead, slowToRead])
  })
})

it('a template that takes too much memory is ended with its renderer, and others are rendered', { timeout: patience }, async () => {
  const { pool, restarts } = start({ heapMb: 24 })
  const [bad, other] = await Promise.all([pool.render(asking(hungryTemplate)), pool.render(asking(good, { turn: 'ws_2' }))])
  expect(bad).toMatchObject({ problems: [{ code: 'limit', message: 'The template needs too much memory' }] })
  expect(other).toEqual(rendered)
  expect(new Set(restarts)).toEqual(new Set(['memory']))
})

describe.skipIf(!existsSync('/proc/self/fd'))('a renderer', () => {
  it('that somebody kills takes nothing with it', async () => {
    const { pool, restarts } = start()
    await pool.render(asking(good))
    const answers = Array.from({ length: 2000 }, () => pool.render(asking(good)))
    for (const pid of pool.pids) process.kill(pid, 'SIGKILL')
    for (const answer of await Promise.all(answers)) expect(answer).toEqual(rendered)
    expect(restarts).toEqual(['crash', 'crash'])
  })

  it('has no environment and no files of ours', async () => {
    const { pool } = start()
    await pool.render(asking(good))
    for (const pid of pool.pids) {
      expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).toBe('')
      const open = readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`))
      // Its pipes, and what Node.js itself opens in every process.
      expect(open.filter((file) => !/^(socket|pipe|anon_inode):|^\/dev\/null$/.test(file))).toEqual([])
      expect(open.filter((file) => file.startsWith('socket:'))).toHaveLength(2)
    }
  })
})
