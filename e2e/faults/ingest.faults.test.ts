import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { webPoints } from './support/kill-points'
import { EVENT_TYPE, onGround, type Ground, type Web } from './support/start-ground'
import { startServer, type Server } from './support/start-server'

let server: Server
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

const accepted = z.object({ events: z.array(z.object({ id: z.string(), status: z.string() })) })
const batch = (count: number, withIds = true) => ({
  events: Array.from({ length: count }, (_, i) => ({
    type: EVENT_TYPE, context: { LatestScore: 599, PrevScore: 732, Threshold: 600, mark: i }, ...(withIds && { id: `own-${i}` }),
  })),
})
const post = (web: Web, ground: Ground, body: object, headers: Record<string, string> = {}) => fetch(`${web.url}/api/v1/events`, {
  method: 'POST', body: JSON.stringify(body), signal: AbortSignal.timeout(120_000),
  headers: { authorization: `Bearer ${ground.apiKey}`, 'content-type': 'application/json', ...headers },
})
const statusesOf = async (response: Response) => new Set(accepted.parse(await response.json()).events.map(({ status }) => status))

describe.concurrent('I1: the process that accepts', () => {
  const points = Object.entries(webPoints).map(([name, point]) =>
    ({ name, point, then: name === 'before the commit' ? 'accepted' : 'duplicate' }))

  it.each(points)('is killed $name: sent again, each event is delivered once', ({ point, then }) => onGround(server, async (ground, receiver) => {
    await ground.integrate(receiver.url)
    const [first] = await Promise.all([
      ground.startWeb({ ...point, pass: 1, signal: 'SIGKILL' }), ground.startWorker(),
    ])
    await expect(post(first, ground, batch(50))).rejects.toThrow()
    expect(await first.exited, first.output()).toBe('SIGKILL')
    const second = await ground.startWeb()
    const again = await post(second, ground, batch(50))
    expect(again.status, await again.clone().text()).toBe(202)
    expect(await statusesOf(again)).toEqual(new Set([then]))
    await ground.keepsPromises(50, [receiver])
    expect(receiver.seen).toHaveLength(50)
  }))

  it('gets the same Idempotency-Key ten times at once, and once its answer was lost: the events are stored once', () => onGround(server, async (ground, receiver) => {
    await ground.integrate(receiver.url)
    const [web] = await Promise.all([ground.startWeb(), ground.startWorker()])
    const send = () => post(web, ground, batch(3, false), { 'idempotency-key': 'the-same' })
    const answers = await Promise.all(Array.from({ length: 10 }, send))
    const taken = answers.filter(({ status }) => status === 202)
    expect(taken.length).toBeGreaterThan(0)
    // The others came while the first was still running.
    expect(answers.every(({ status }) => status === 202 || status === 409)).toBe(true)
    const bodies = await Promise.all([...taken, await send()].map((response) => response.text()))
    expect(new Set(bodies).size).toBe(1)
    await ground.keepsPromises(3, [receiver])
    expect(receiver.seen).toHaveLength(3)
  }))

  it('loses its database in the middle of a COMMIT: it answers 503, and sent again nothing is doubled', () => onGround(server, async (ground, receiver) => {
    await ground.integrate(receiver.url)
    const [web] = await Promise.all([ground.startWeb(), ground.startWorker()])
    for (const when of ['before', 'after'] as const) {
      const cut = ground.proxy.cutAt('ingest_events', when, { commit: true })
      const [answer] = await Promise.all([post(web, ground, batch(20)), cut])
      expect(answer.status).toBe(503)
      expect(await answer.json()).toMatchObject({ status: 503 })
    }
    const again = await post(web, ground, batch(20))
    expect(again.status).toBe(202)
    expect(await statusesOf(again)).toEqual(new Set(['duplicate']))
    await ground.keepsPromises(20, [receiver])
    expect(receiver.seen).toHaveLength(20)
  }))
})
