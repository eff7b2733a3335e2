// npm start: what is missing is installed, generated and built here, without dependencies; the supervisor does the rest.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { checkNode, ensureBuilt, ensureGenerated, ensureInstalled, root } from './prepare.mjs'

const dev = process.argv.includes('--dev')
// One part only, for installations whose web servers and workers run apart.
const only = ['web', 'worker'].find((part) => process.argv.includes(`--${part}`))

checkNode()
process.chdir(root)
if (existsSync(join(root, '.env'))) process.loadEnvFile(join(root, '.env'))
const parentGone = watchParent()
const endEarly = () => process.exit(130)
process.on('SIGINT', endEarly).on('SIGTERM', endEarly)
void parentGone.then(() => preparing && endEarly())

let preparing = true
try {
  await ensureInstalled()
  await ensureGenerated()
  if (!dev) await ensureBuilt()
} catch (error) {
  console.error(`\n${error.message}\n`)
  process.exit(1)
}
const { supervise } = await loadSupervisor()
preparing = false
process.off('SIGINT', endEarly).off('SIGTERM', endEarly)
await supervise({ dev, only, parentGone })

async function loadSupervisor() {
  if (!dev) return import('../dist/supervisor.js')
  const { register } = await import('tsx/esm/api')
  register()
  return import('./supervisor.ts')
}

// npm dies of a signal without passing it on; then our parent is another process.
function watchParent() {
  if (!process.env.npm_lifecycle_event) return new Promise(() => {})
  const parent = process.ppid
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (process.ppid === parent) return
      clearInterval(timer)
      resolve()
    }, 1000)
    timer.unref()
  })
}
