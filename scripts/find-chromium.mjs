// A Chromium for the browser tests: the given one, the system's, or (as root on Debian and its kin) a newly installed one.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const macPaths = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium']

const howToGetOne = `The browser tests need a Chromium, and none was found. Any of these gives one:
  - install it with the system's package manager, for example: sudo apt-get install -y chromium
  - point CHROMIUM_PATH at the executable of a Chromium or Google Chrome
  - run npm test as root on Debian or Ubuntu, which installs it
"npm run verify" runs the tests that need no browser.`

/** Path of an executable Chromium; throws with instructions when there is none. */
export function findChromium() {
  const found = given() ?? installed()
  if (found) return found
  if (process.getuid?.() === 0 && onPath('apt-get')) installWithApt()
  const now = installed()
  if (!now) throw new Error(howToGetOne)
  return now
}

function given() {
  const path = process.env.CHROMIUM_PATH
  if (!path) return undefined
  if (!existsSync(path)) throw new Error(`CHROMIUM_PATH names ${path}, which does not exist.`)
  return path
}

function installed() {
  const candidates = [...names.map(onPath), ...(process.platform === 'darwin' ? macPaths : [])]
  // On Ubuntu the package may be a mere hint at a snap, so that only a run tells.
  return candidates.find((path) => path && existsSync(path) && spawnSync(path, ['--version'], { timeout: 30_000 }).status === 0)
}

function onPath(name) {
  return (process.env.PATH ?? '').split(delimiter).map((dir) => join(dir, name)).find(existsSync)
}

function installWithApt() {
  console.log('Installing Chromium (apt-get) …')
  const options = { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
  spawnSync('apt-get', ['update', '-qq'], options)
  spawnSync('apt-get', ['install', '-y', '-qq', 'chromium'], options)
}
