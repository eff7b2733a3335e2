import pg from 'pg'
import { EmbeddedRunner } from '@/inngest/embedded/runner'
import { dispatchEvents } from '@/inngest/embedded/dispatch'
import { readRegistry } from '@/inngest/embedded/registry'
import { createTestClient, silentLog } from '@/inngest/embedded/testing/test-client'
import { startTemporaryPostgres } from '@/lib/testing/start-test-postgres'
import { migrate } from '@/prisma/migrate'

const server = await startTemporaryPostgres({})
try {
  await migrate(server.url)
  const pool = new pg.Pool({ connectionString: server.url, max: 8 }); pool.on('error', () => {})
  const log = { ...silentLog, error: (d: object, m: string) => console.error(m, d), warn: (d: object, m: string) => console.error(m, d) }
  const runner = new EmbeddedRunner({ pool, connectionString: server.url, log })
  const client = createTestClient(runner.fetch)
  let single = 0, batched = 0, batches = 0
  const N = 5000, M = 50000
  let done: () => void = () => {}
  const f = client.createFunction({ id: 'one', retries: 3, triggers: [{ event: 'one/go' }] }, async ({ step }: any) => { await step.run('a', async () => 1); if (++single === N) done() })
  const b = client.createFunction({ id: 'many', retries: 3, batchEvents: { maxSize: 100, timeout: '1s' }, triggers: [{ event: 'many/go' }] }, async ({ events, step }: any) => {
    await step.run('a', async () => { batched += events.length; batches++; return null }); if (batched === M) done() })
  const registry = await readRegistry(client, [f, b])
  const send = async (n: number, name: string) => { for (let i = 0; i < n; i += 500) await dispatchEvents(registry, pool, Array.from({ length: Math.min(500, n - i) }, (_, k) => ({ name, data: { n: i + k } }))) }
  let t = performance.now(), c = process.cpuUsage()
  await send(N, 'one/go'); console.log('dispatch µs/event', (performance.now() - t) * 1000 / N)
  const wait = () => new Promise<void>((r) => { done = r })
  let w = wait(); t = performance.now(); c = process.cpuUsage()
  await runner.start({ client, functions: [f, b] }); await w
  let cpu = process.cpuUsage(c)
  console.log('single', N / ((performance.now() - t) / 1000), 'runs/s; cpu ms', (cpu.user + cpu.system) / 1000 / N, 'runs per cpu s', N / ((cpu.user + cpu.system) / 1e6), runner.stats())
  await runner.stop()
  await send(M, 'many/go')
  const runner2 = new EmbeddedRunner({ pool, connectionString: server.url, log })
  w = wait(); t = performance.now(); c = process.cpuUsage()
  await runner2.start({ client: createTestClient(runner2.fetch), functions: [f, b] }); await w
  cpu = process.cpuUsage(c)
  console.log('batch', M / ((performance.now() - t) / 1000), 'events/s; cpu µs/event', (cpu.user + cpu.system) / M, batches, runner2.stats())
  c = process.cpuUsage(); t = performance.now(); await new Promise((r) => setTimeout(r, 5000)); cpu = process.cpuUsage(c)
  console.log('idle %', (cpu.user + cpu.system) / 1000 / (performance.now() - t) * 100, runner2.stats().polls)
  await runner2.stop(); await pool.end()
} finally { await server.stop() }
