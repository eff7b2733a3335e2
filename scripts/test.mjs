// npm test: all checks in order, ending at the first that fails. `--quick` (npm run verify): those without database and browser.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkScriptBudget } from './check-script-budget.mjs'
import { findChromium } from './find-chromium.mjs'
import { checkNode, ensureBuilt, ensureGenerated, ensureInstalled, root, runNode } from './prepare.mjs'

const quick = process.argv.includes('--quick')
const reports = mkdtempSync(join(tmpdir(), 'hookwright-reports-'))
process.on('exit', () => rmSync(reports, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130))

const total = { passed: 0, failed: 0 }

const lint = { name: 'Lint', run: () => asOne(runNode(['node_modules/eslint/bin/eslint.js', '.', '--max-warnings=0'], { quiet: true })) }
const types = { name: 'Types', run: () => asOne(checkTypes()) }
const unit = { name: 'Unit tests', run: () => runVitest('unit', ['--project', 'unit']) }
const build = { name: 'Build', run: () => asOne(ensureBuilt().then(() => checkScriptBudget(join(root, '.next')))) }
const integration = { name: 'Integration tests', run: () => runVitest('integration', ['--project', 'integration']) }
const faults = { name: 'Fault tests', run: () => runVitest('faults', ['-c', 'e2e/faults/vitest.config.ts']) }
const browser = { name: 'Browser tests', run: runPlaywright }

// One round after the other; the lanes of a round run at once. What uses one core and prints only what it finds wrong
// (lint, types, build) shares the first round, with one talker.
const rounds = quick ? [[[lint, unit], [types]]] : [[[lint, unit], [types, build]], [[integration]], [[faults]], [[browser]]]

process.exitCode = (await main()) ? 0 : 1
console.log(`\n${total.passed} passed, ${total.failed} failed`)

async function main() {
  checkNode()
  process.chdir(root)
  try {
    await ensureInstalled()
    await ensureGenerated()
    // Found first, so that nobody waits for minutes to hear that it is missing.
    if (!quick) process.env.CHROMIUM_PATH = findChromium()
  } catch (error) {
    console.error(`\n${error.message}`)
    return false
  }
  for (const lanes of rounds) {
    if (!(await runRound(lanes))) return false
  }
  return true
}

/** Once a stage has failed, none begins any more; those that run end. */
async function runRound(lanes) {
  let isGood = true
  await Promise.all(lanes.map(async (stages) => {
    for (const stage of stages) if (isGood && !(await runStage(stage))) isGood = false
  }))
  return isGood
}

async function runStage({ name, run }) {
  console.log(`\n=== ${name}`)
  const started = Date.now()
  const failedBefore = total.failed
  let error
  try {
    await run()
  } catch (thrown) {
    error = thrown
    // What fails without a report of single tests counts as one.
    if (total.failed === failedBefore) total.failed += 1
  }
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  console.log(error ? `=== ${name}: FAILED after ${seconds} s (${error.message})` : `=== ${name}: ${seconds} s`)
  return !error
}

async function checkTypes() {
  // Writes next-env.d.ts and the types of the routes, which a fresh clone lacks.
  await runNode(['node_modules/next/dist/bin/next', 'typegen'], { env: { NEXT_TELEMETRY_DISABLED: '1' }, quiet: true })
  await runNode(['node_modules/typescript/bin/tsc', '--noEmit', '--pretty'], { quiet: true })
}

async function runVitest(name, args) {
  const file = join(reports, `${name}.json`)
  const flags = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  await counted(runNode(['node_modules/vitest/vitest.mjs', 'run', ...args, ...flags]), file, (report) => ({
    passed: report.numPassedTests, failed: report.numFailedTests,
  }))
}

async function runPlaywright() {
  const file = join(reports, 'browser.json')
  const env = { PLAYWRIGHT_JSON_OUTPUT_NAME: file, NEXT_TELEMETRY_DISABLED: '1' }
  const args = ['node_modules/@playwright/test/cli.js', 'test', '-c', 'e2e/playwright.config.ts', '--reporter=list,json']
  await counted(runNode(args, { env }), file, ({ stats }) => ({ passed: stats.expected + stats.flaky, failed: stats.unexpected }))
}

// What has no single tests counts as one when it fails.
async function asOne(running) {
  await running.catch((error) => {
    total.failed += 1
    throw error
  })
}

async function counted(running, file, read) {
  try {
    await running
  } finally {
    if (existsSync(file)) {
      const { passed, failed } = read(JSON.parse(readFileSync(file, 'utf8')))
      total.passed += passed
      total.failed += failed
    }
  }
}
