import { pool } from '@/lib/db'
import { readMigrationNames } from '@/lib/process/read-migration-names'
import { STALE_MS } from './keep-heartbeat'

type Check = 'ok' | 'failing'

export interface Readiness {
  status: Check
  database: Check
  migrations: Check
  worker: Check
}

const APPLIED = 'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL'

const hasAllMigrations = async (): Promise<boolean> => {
  const { rows } = await pool().query<{ migration_name: string }>(APPLIED)
  const applied = new Set(rows.map((row) => row.migration_name))
  return (await readMigrationNames()).every((name) => applied.has(name))
}

const hasLiveWorker = async (): Promise<boolean> => {
  const { rows } = await pool().query('SELECT 1 FROM worker WHERE heartbeat_at > now() - $1::float8 * interval \'1 ms\' LIMIT 1', [STALE_MS])
  return rows.length > 0
}

const judge = (result: PromiseSettledResult<boolean>): Check =>
  result.status === 'fulfilled' && result.value ? 'ok' : 'failing'

/** Whether this process can do its work: database reachable, schema as this version knows it, a worker alive. */
export async function checkReadiness(): Promise<Readiness> {
  const [migrations, worker] = await Promise.allSettled([hasAllMigrations(), hasLiveWorker()])
  const database: Check = migrations.status === 'fulfilled' || worker.status === 'fulfilled' ? 'ok' : 'failing'
  const parts = { database, migrations: judge(migrations), worker: judge(worker) }
  return { status: Object.values(parts).every((part) => part === 'ok') ? 'ok' : 'failing', ...parts }
}
