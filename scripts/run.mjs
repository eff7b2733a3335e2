// Runs one TypeScript file of the project: node scripts/run.mjs <file.ts> [arguments]
import { spawn } from 'node:child_process'
import { checkNode, ensureGenerated, ensureInstalled, root } from './prepare.mjs'

checkNode()
await ensureInstalled()
await ensureGenerated()
const child = spawn(process.execPath, ['--import', 'tsx', ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.once('close', (code, signal) => process.exit(signal ? 1 : code ?? 1))
