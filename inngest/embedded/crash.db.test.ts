import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@/lib/testing/test-database'

const RUNS = 120
const KILLS = 4
/** Effects of all workers between two kills; there are six effects per run. */
const EFFECTS_PER_KILL = 60

const SETUP = `
create table crash_effect (id bigserial primary key, run text, step int, pid int);
create table crash_finished (run text, fn text);
create function note_finish() returns trigger language plpgsql as
  $$ begin insert into crash_finished values (old.id, old.fn); return old; end $$;
create trigger note_finish after delete on runner_run for each row execute function note_finish();
insert into runner_run (id, fn, events)
  select 'run ' || n, 'fixtures-crash', json_build_array(json_build_object('name', 'crash/go', 'data', json_build_object('n', n)))
  from generate_series(1, ${RUNS}) n;`

let database: TestDatabase
let db: pg.Client
const workers = new Set<ChildProcess>()
/** The process that is stopped for a while, which is not to be killed. */
let frozen: number | undefined

beforeAll(async () => {
  database = await createTestDatabase()
  db = new pg.Client({ connectionString: database.url })
  await db.connect()
  await db.query(SETUP)
})

afterAll(async () => {
  for (const worker of workers) worker.kill('SIGKILL')
  await db.end()
  await database.drop()
})

const count = async (sql: string, values: unknown[] = []): Promise<number> => {
  const { rows } = await db.query<{ n: number }>(`select count(*)::int as n from ${sql}`, values)
  return rows[0]?.n ?? 0
}

test('killed and stopped workers lose nothing, repeat only what was in flight, and finish nothing twice', { timeout: 240_000 }, async () => {
  let effects = 0
  let kills = 0
  const startWorker = (): void => {
    const path = new URL('./testing/crash-worker.ts', import.meta.url).pathname
    const args = ['--import', 'tsx', path, database.url]
    const worker = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    workers.add(worker)
    worker.on('exit', () => workers.delete(worker))
    if (!worker.stdout) return
    createInterface(worker.stdout).on('line', () => {
      effects++
      if (kills >= KILLS || effects < (kills + 1) * EFFECTS_PER_KILL || worker.killed || worker.pid === frozen) return
      kills++
      worker.kill('SIGKILL')
      startWorker()
    })
  }
  startWorker()
  startWorker()

  // One is stopped in the midst of its work, until the others have taken its runs, and then goes on.
  await vi.waitFor(() => expect(effects).toBeGreaterThan(EFFECTS_PER_KILL * 2), { timeout: 30_000, interval: 10 })
  const stopped = await stopBusyWorker()
  const owned = await ownedBy(stopped)
  await vi.waitFor(
    async () => expect(await count('runner_run where id = any($1) and worker = $2', [owned.runs, owned.worker])).toBe(0),
    { timeout: 30_000, interval: 50 },
  )
  const { rows: [mark] } = await db.query<{ id: number }>('select coalesce(max(id), 0)::int as id from crash_effect')
  process.kill(stopped, 'SIGCONT')

  await vi.waitFor(async () => expect(await count('runner_run') + await count('runner_batch_item')).toBe(0), {
    timeout: 120_000,
    interval: 100,
  })
  expect(kills).toBe(KILLS)
  expect(await count('runner_failed')).toBe(0)
  expect(await count(`(select 1 from crash_finished where fn = 'fixtures-crash' group by run having count(*) = 1) x`)).toBe(RUNS)
  expect(await count(`crash_finished where fn = 'fixtures-crash'`)).toBe(RUNS)
  for (const step of [0, 1, 2, 3, 4, 5]) expect(await count('(select distinct run from crash_effect where step = $1) x', [step])).toBe(RUNS)
  // A step whose successor has begun was committed: it must not have run again. What the stopped worker was in the
  // midst of may be written after it went on: once per run and no further.
  const late = 'crash_effect e where e.pid = $1 and e.id > $2 and e.run in (select run from crash_effect where pid <> $1 and id < $2 and step >= e.step)'
  expect(await count(`(select e.run from ${late} group by e.run having count(*) > 1) x`, [stopped, mark?.id ?? 0])).toBe(0)
  expect(
    await count(
      `crash_effect e where not (e.pid = $1 and e.id > $2) and e.step < 3 and exists
        (select from crash_effect f where f.run = e.run and f.step > e.step and f.step < 4 and f.id < e.id)`,
      [stopped, mark?.id ?? 0],
    ),
  ).toBe(0)
})

/** Stops a worker that has leases at that moment; its process id. */
async function stopBusyWorker(): Promise<number> {
  return vi.waitFor(async () => {
    for (const { pid, killed } of workers) {
      if (pid === undefined || killed) continue
      frozen = pid
      process.kill(pid, 'SIGSTOP')
      if ((await ownedBy(pid)).runs.length > 0) return pid
      process.kill(pid, 'SIGCONT')
      frozen = undefined
    }
    throw new Error('no worker is busy')
  }, { timeout: 30_000, interval: 20 })
}

/** The runs whose latest effect is that process's and that are leased: its worker's name and their ids. */
async function ownedBy(pid: number): Promise<{ worker: string; runs: string[] }> {
  const { rows } = await db.query<{ id: string; worker: string }>(
    `select r.id, r.worker from runner_run r
     where r.lease_until is not null and $1 = (
       select pid from crash_effect e where 'run ' || e.run = r.id order by e.id desc limit 1)`,
    [pid],
  )
  return { worker: rows[0]?.worker ?? '', runs: rows.map((row) => row.id) }
}
