import { spawnSync } from 'node:child_process'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Figure, Section } from './bench-types'
import { tableOf } from './print-table'
import { drain } from './sections/drain'
import { history } from './sections/history'
import { idle } from './sections/idle'
import { ingest } from './sections/ingest'
import { latency } from './sections/latency'
import { neighbour } from './sections/neighbour'
import { retry } from './sections/retry'
import { slowReceivers } from './sections/slow-receivers'
import { thresholds } from './sections/thresholds'
import { provideSettings, startSite, type Site } from './start-ground'
import { startReceivers } from './start-receivers'

// npm run bench [-- --json] [--only drain,latency] [--profile <folder>]
// Sections by name: --only; `history` (two million rows) runs only that way.
// Web and worker are the built bundles, Postgres commits durably, the receivers are a process of their own. Each section
// has an empty database. Figures depend on the machine and on what else it does; the naive loop of the same run tells how
// much. It never fails because of a figure.

const sections: Section[] = [drain, latency, ingest, retry, slowReceivers, neighbour, idle, thresholds]
const onRequest: Section[] = [history] // takes several minutes

const { values } = parseArgs({
  options: { json: { type: 'boolean' }, only: { type: 'string' }, profile: { type: 'string' } },
})

const chosen = (): Section[] => {
  if (values.only === undefined) return sections
  const names = values.only.split(',')
  const all = [...sections, ...onRequest]
  const unknown = names.find((name) => !all.some((section) => section.name === name))
  if (unknown === undefined) return all.filter(({ name }) => names.includes(name))
  console.error(`There is no section "${unknown}": ${all.map(({ name }) => name).join(', ')}`)
  process.exit(1)
}

// To stderr, so that --json stays readable.
const say = (text: string) => process.stderr.write(`${text}\n`)

async function measure(site: Site, running: Section[]): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const section of running) {
    const started = Date.now()
    try {
      figures.push(...(await site.withGround((ground) => section.run(ground))))
      say(`${section.name}: ${((Date.now() - started) / 1000).toFixed(1)} s`)
    } catch (error) {
      // The other sections still say something; the exit code says that one is missing.
      say(`${section.name}: FAILED: ${error instanceof Error ? error.message : String(error)}`)
      process.exitCode = 1
    }
  }
  const memory = site.peakMemory()
  if (memory !== undefined) figures.push({ section: 'memory', what: 'worker, highest of all sections', value: memory, unit: 'MB', goal: '≤ 300' })
  return figures
}

const running = chosen()
const build = spawnSync(process.execPath, [join(import.meta.dirname, 'build-product.mjs')], { stdio: ['ignore', 2, 2] })
if (build.status !== 0) process.exit(1)
// Postgres is ended by an exit, not by a signal.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130))
provideSettings()
const receivers = await startReceivers()
const site = await startSite(receivers, values.profile)
try {
  const figures = await measure(site, running)
  if (values.json) console.log(JSON.stringify({ node: process.version, cpus: cpus().length, figures }, null, 2))
  else console.log(`\n${tableOf(figures)}\n`)
} finally {
  receivers.stop()
  await site.stop()
}
process.exit()
