import { pool } from '@/lib/db'
import { flushMetrics } from './keep-metrics'
import { readGauges } from './read-gauges'
import { writeMetrics, type Value } from './write-metrics'

/** All metrics as text: what the processes have counted together, and the gauges of this moment. */
export async function readMetrics(): Promise<string> {
  await flushMetrics()
  const { rows } = await pool().query<Value>('SELECT key, value FROM metric')
  const gauges = await readGauges()
  return writeMetrics([...rows, ...gauges.map(([name, labels, value]) => ({ key: name + labels, value }))])
}
