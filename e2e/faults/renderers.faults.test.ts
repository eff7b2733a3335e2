import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cpuMsOf } from '@/lib/process/process-usage'
import { hangingTemplate, hungryTemplate } from '@/lib/renderers/testing/abusive-templates'
import { findProcesses } from './find-processes'
import { EVENT_TYPE, onGround, type Ground } from './support/start-ground'
import { startServer, type Server } from './support/start-server'
import { until } from './until'

const patience = 60_000

let server: Server
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

const renderersOf = (pid: number): number[] => findProcesses(pid).filter(({ command }) => command.includes('renderer.cjs')).map((one) => one.pid)
const isGone = (pid: number): boolean => findProcesses(pid).every(({ command }) => !command.includes('renderer.cjs'))

// With the sample it is valid, so that it can be switched on.
const whenBad = (bad: string) => ({ triggers: [{ type: EVENT_TYPE, params: {}, template: `{% if notification.context.bad %}${bad}{% else %}{}{% endif %}` }] })
const own = { triggers: [{ type: EVENT_TYPE, params: {}, template: '{"mark": {{ notification.context.mark }}, "by": "{{ integration.name }}"}' }] }

const restarts = async (ground: Ground): Promise<Record<string, number>> => {
  const rows = await ground.sql<{ key: string; value: number }>(`SELECT key, value FROM metric WHERE key LIKE 'hookwright_renderer_restarts%'`)
  return Object.fromEntries(rows.map(({ key, value }) => [/reason="(\w+)"/.exec(key)?.[1] ?? key, value]))
}

describe('I8: templates that end their renderers', () => {
  it.each([['hang', hangingTemplate], ['memory', hungryTemplate]])('%s: they fail, all others arrive', (reason, template) => onGround(server, async (ground, receiver) => {
    const bad = new Set<string>()
    for (let i = 0; i < 3; i++) bad.add(await ground.integrate(receiver.url, { name: `bad ${i}`, ...whenBad(template) }))
    for (let i = 0; i < 3; i++) await ground.integrate(receiver.url, { name: `good ${i}`, ...own })
    const worker = await ground.startWorker({ preload: reason === 'memory' ? ['small-renderers.mjs'] : [] })
    const rounds = 8
    for (let round = 0; round < rounds; round++) await ground.accept(50, { bad: round % 2 === 1 })
    const deliveries = await ground.keepsPromises(rounds * 50 * 6, [receiver])
    for (const { integrationId, status, attempts } of deliveries) {
      if (!bad.has(integrationId)) expect({ status, error: attempts[0]?.error }).toEqual({ status: 'succeeded', error: null })
      else if (status !== 'succeeded') expect({ status, attempts: attempts.length, error: attempts[0]?.error }).toEqual({ status: 'failed', attempts: 1, error: 'template' })
    }
    const failed = deliveries.filter(({ status }) => status === 'failed')
    expect(failed.length).toBeGreaterThanOrEqual(rounds / 2 * 50 * bad.size)
    expect(worker.isRunning()).toBe(true)
    // Each rests after its first time: nobody is held up five hundred times.
    const counted = await until(async () => ((await restarts(ground))[reason] ?? 0) > 0 ? restarts(ground) : undefined, patience, worker.output)
    expect(Object.values(counted).reduce((sum, one) => sum + one, 0)).toBeLessThan(30)
    console.log(`renderers replaced for ${bad.size} templates: ${JSON.stringify(counted)}`)
  }))
})

describe('I2: renderers that somebody kills', () => {
  it('while they work: nothing is lost, nothing fails', () => onGround(server, async (ground, receiver) => {
    await ground.integrate(receiver.url, own)
    const worker = await ground.startWorker()
    let killed = 0
    const EVENTS = 2000
    const accepting = ground.accept(EVENTS)
    while (killed < 4) {
      const [one] = await until(() => { const found = renderersOf(worker.pid); return found.length > 0 ? found : undefined }, patience, worker.output)
      if (one !== undefined) process.kill(one, 'SIGKILL')
      killed++
      await until(() => (one !== undefined && isGone(one)) || undefined, patience, worker.output)
    }
    await accepting
    const deliveries = await ground.keepsPromises(EVENTS, [receiver])
    expect(deliveries.every(({ status }) => status === 'succeeded')).toBe(true)
    expect(worker.isRunning()).toBe(true)
  }))

  it('end with a worker that is killed, also in the middle of a template that hangs', () => onGround(server, async (ground, receiver) => {
    await ground.integrate(receiver.url, whenBad(hangingTemplate))
    const worker = await ground.startWorker()
    const renderers = await until(() => { const found = renderersOf(worker.pid); return found.length === 2 ? found : undefined }, patience, worker.output)
    const busy = (): boolean => renderers.some((pid) => (cpuMsOf(pid) ?? 0) > 300)
    await ground.accept(1, { bad: true })
    await until(() => busy() || undefined, patience, worker.output)
    await worker.kill()
    await until(() => renderers.every(isGone) || undefined, patience, () => 'renderers outlive their worker')
  }))
})
