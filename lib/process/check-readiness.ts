import { pool } from '@/lib/db'
import { readMigrationNames } from '@/lib/process/read-migration-names'
import { STALE_MS } from './keep-heartbeat'

type Check = 'ok' | 'failing'

export interface Readiness {
  status: Check
  database: Check
  migrations: Check
  worker: Check
  /** Seconds since the latest sign of life of any worker; null when there is none in the last day, or nobody knows. */
  workerHeartbeatAgeSeconds: number | null
  /** What is not well, in words. */
  problems: string[]
}

const APPLIED = 'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL'
const HEARTBEAT = 'SELECT extract(epoch FROM now() - max(heartbeat_at))::float8 AS age FROM worker'

const findMissingMigrations = async (): Promise<string[]> => {
  const { rows } = await pool().query<{ migration_name: string }>(APPLIED)
  const applied = new Set(rows.map((row) => row.migration_name))
  return (await readMigrationNames()).filter((name) => !applied.has(name))
}

// By the database's clock, which wrote it.
const readHeartbeatAge = async (): Promise<number | null> => {
  const { rows: [row] } = await pool().query<{ age: number | null }>(HEARTBEAT)
  return row?.age == null ? null : Math.max(0, Math.round(row.age * 10) / 10)
}

const describeWorker = (age: number | null): string | undefined => {
  if (age === null) return 'No worker has given a sign of life: nothing is delivered'
  return age * 1000 > STALE_MS ? `No worker has given a sign of life for ${Math.round(age)} seconds: nothing is delivered` : undefined
}

/** Whether this process can do its work: database reachable, schema as this version knows it, a worker alive. */
export async function checkReadiness(): Promise<Readiness> {
  const [migrations, worker] = await Promise.allSettled([findMissingMigrations(), readHeartbeatAge()])
  const isReached = migrations.status === 'fulfilled' || worker.status === 'fulfilled'
  const missing = migrations.status === 'fulfilled' ? migrations.value.length : 0
  const noWorker = worker.status === 'fulfilled' ? describeWorker(worker.value) : undefined
  const problems = [
    ...(isReached ? [] : ['The database cannot be reached']),
    ...(missing > 0 ? [`The database lacks ${missing} of this version's migrations: run npm start or npm run db:migrate`] : []),
    ...(isReached && migrations.status === 'rejected' ? ['The migrations cannot be read'] : []),
    ...(isReached && worker.status === 'rejected' ? ['The workers cannot be read'] : []),
    ...(noWorker === undefined ? [] : [noWorker]),
  ]
  return {
    status: problems.length === 0 ? 'ok' : 'failing',
    database: isReached ? 'ok' : 'failing',
    migrations: migrations.status === 'fulfilled' && missing === 0 ? 'ok' : 'failing',
    worker: worker.status === 'fulfilled' && noWorker === undefined ? 'ok' : 'failing',
    workerHeartbeatAgeSeconds: worker.status === 'fulfilled' ? worker.value : null,
    problems,
  }
}
