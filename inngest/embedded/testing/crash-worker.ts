// A worker process for crash.db.test.ts: `node --import tsx crash-worker.ts <database url>`. Prints a line per effect.
import pg from 'pg'
import type { Inngest } from 'inngest'
import { EmbeddedRunner } from '@/inngest/embedded/runner'
import { createTestClient, silentLog } from '@/inngest/embedded/testing/test-client'

const [, , url = ''] = process.argv
const pool = new pg.Pool({ connectionString: url, max: 6 })
pool.on('error', () => {})

/** Written in the step's own course, so that a row tells that the step was executing. */
async function effect(run: unknown, step: number): Promise<void> {
  await pool.query('insert into crash_effect (run, step, pid) values ($1, $2, $3)', [String(run), step, process.pid])
  process.stdout.write('effect\n')
  await new Promise((resolve) => setTimeout(resolve, 10 + Math.random() * 20))
}

const createFunctions = (client: Inngest.Any) => [
  client.createFunction({ id: 'crash', retries: 3, triggers: [{ event: 'crash/go' }] }, async ({ event, step }) => {
    for (const n of [0, 1, 2]) await step.run(`step ${n}`, () => effect(event.data.n, n))
    await step.sleep('nap', '1s')
    await Promise.all([
      step.run('step 3', () => effect(event.data.n, 3)),
      step.run('step 4', () => effect(`${event.data.n} beside`, 4)),
    ])
    await step.sendEvent('tell', { id: `done ${event.data.n}`, name: 'crash/done', data: event.data })
  }),
  client.createFunction(
    { id: 'crash-done', retries: 3, batchEvents: { maxSize: 20, timeout: '1s' }, triggers: [{ event: 'crash/done' }] },
    async ({ events, step }) => {
      await step.run('done', async () => {
        for (const event of events) await effect(event.data.n, 5)
      })
    },
  ),
]

const timing = { slots: 20, leaseMs: 2000, pollMs: 200 }
const runner = new EmbeddedRunner({ pool, connectionString: url, log: silentLog, ...timing })
const client = createTestClient(runner.fetch)
await runner.start({ client, functions: createFunctions(client) })
