// npm run test:faults [-- --long [times]] [-- files and flags of vitest]: the fault tests alone; `--long` tries each kill point 50 times.
import { checkNode, ensureGenerated, ensureInstalled, runNode } from '../../scripts/prepare.mjs'

const given = process.argv.slice(2)
const long = given.indexOf('--long')
const times = /^\d+$/.test(given[long + 1] ?? '') ? given[long + 1] : undefined
const rest = long === -1 ? given : given.toSpliced(long, times === undefined ? 1 : 2)

checkNode()
await ensureInstalled()
await ensureGenerated()
const args = ['node_modules/vitest/vitest.mjs', 'run', '-c', 'e2e/faults/vitest.config.ts', ...rest]
runNode(args, { env: long === -1 ? {} : { HOOKWRIGHT_FAULT_REPEATS: times ?? '50' } }).catch((error) => {
  console.error(error.message)
  process.exitCode = 1
})
