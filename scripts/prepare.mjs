// Installs, generates and builds what is missing or out of date. Runs before there are dependencies, so it uses none at its top.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { withLock } from './lock.mjs'

export const root = resolve(import.meta.dirname, '..')

const NODE_MINIMUM = [20, 19]
const stampDir = join(root, 'node_modules', '.cache', 'hookwright')

/** Ends with a clear message where this Node.js is too old. */
export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > NODE_MINIMUM[0] || (major === NODE_MINIMUM[0] && minor >= NODE_MINIMUM[1])) return
  console.error(`Hookwright needs Node.js ${NODE_MINIMUM.join('.')} or newer; this is ${process.versions.node}.`)
  process.exit(1)
}

/** Installs the dependencies (those for development too: the build needs them) unless they are there. */
export async function ensureInstalled() {
  if (isInstalled()) return
  await exclusively('install', async () => {
    if (isInstalled()) return
    say('Installing dependencies (npm ci) …')
    const flags = ['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']
    await runNpm(flags)
    writeStamp('install', installKey())
  })
}

/** Generates the Prisma client from schema.prisma unless it is current. */
export async function ensureGenerated() {
  const key = () => hashOf(['prisma/schema.prisma', 'package-lock.json'])
  const current = () => readStamp('generate') === key() && existsSync(join(root, 'lib/generated/prisma/client.ts'))
  if (current()) return
  await exclusively('generate', async () => {
    if (current()) return
    const before = key()
    // Any executable will do: `generate` never runs the schema engine, but it would download one that it cannot find.
    const env = { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' }
    await runNode(['node_modules/prisma/build/index.js', 'generate', '--schema', 'prisma/schema.prisma'], { env, quiet: true })
    writeStamp('generate', before)
  })
}

/** Builds the web application and the bundles in dist/ unless they are current. */
export async function ensureBuilt() {
  const current = () => readStamp('build') === sourcesKey()
    && existsSync(join(root, '.next/BUILD_ID')) && existsSync(join(root, 'dist/supervisor.js')) && existsSync(join(root, 'dist/renderer.cjs'))
  if (current()) return
  await exclusively('build', async () => {
    if (current()) return
    say('Building …')
    const before = sourcesKey()
    await bundle()
    await runNode(['node_modules/next/dist/bin/next', 'build'], { env: { NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' }, quiet: true })
    writeStamp('build', before)
  })
}

/** Runs a Node.js program in the checkout and rejects when it fails; `quiet` shows its output only then. */
export function runNode(args, { env = {}, quiet = false } = {}) {
  return run(process.execPath, args, { ...process.env, ...env }, quiet)
}

function say(text) {
  console.log(`hookwright: ${text}`)
}

function exclusively(name, work) {
  const waiting = (pid) => say(`Waiting for process ${pid}, which is busy with: ${name}`)
  return withLock(join(root, `node_modules/.hookwright-${name}.lock`), waiting, work)
}

// ---------------------------------------------------------------- install

function installKey() {
  return `${hashOf(['package-lock.json'])} ${process.platform} ${process.arch}`
}

function isInstalled() {
  if (readStamp('install') === installKey()) return existsSync(join(root, 'node_modules/next/package.json'))
  if (!installedByHand()) return false
  writeStamp('install', installKey())
  return true
}

// What `npm install` or `npm ci` left, compared with the lock file: nothing to do when every package has its version.
function installedByHand() {
  const wanted = readJson('package-lock.json')?.packages
  const there = readJson('node_modules/.package-lock.json')?.packages
  if (!wanted || !there) return false
  return Object.entries(wanted).every(([path, { version, optional }]) =>
    path === '' || there[path]?.version === version || (optional && !there[path]))
}

// Inside `npm start` the variables of that run would be taken as settings of this one; only what the user configures stays.
async function runNpm(args) {
  const inherited = Object.entries(process.env).filter(([name]) =>
    !/^npm_(lifecycle|package|command|node_execpath|config_(local_prefix|dry_run|global$|omit|include|only|production|ignore_scripts|loglevel))/i.test(name))
  const env = { ...Object.fromEntries(inherited), NODE_ENV: 'development' }
  const cli = process.env.npm_execpath
  if (cli?.endsWith('npm-cli.js')) await run(process.execPath, [cli, ...args], env, false)
  else await run('npm', args, env, false)
}

// ---------------------------------------------------------------- build

const sourceDirs = ['app', 'components', 'inngest', 'lib', 'prisma', 'public', 'scripts']

function sourcesKey() {
  const atTop = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|mts|js|mjs|json|tsx)$/.test(entry.name) && !/^(next-env|vitest|eslint)/.test(entry.name))
  return hashOf([...atTop.map((entry) => entry.name), ...sourceDirs.flatMap(filesUnder)])
}

function filesUnder(dir) {
  if (!existsSync(join(root, dir)) || dir === 'lib/generated') return []
  return readdirSync(join(root, dir), { withFileTypes: true }).flatMap((entry) => {
    const path = `${dir}/${entry.name}`
    if (entry.isDirectory()) return filesUnder(path)
    return /\.test\.tsx?$/.test(entry.name) ? [] : [path]
  })
}

async function bundle() {
  const esbuild = await import('esbuild')
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['scripts/supervisor.ts', 'scripts/web.ts', 'scripts/bootstrap.ts', 'inngest/worker.ts'],
    entryNames: '[name]',
    outdir: 'dist',
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    sourcemap: 'linked',
    logLevel: 'warning',
  })
  const { bundleRenderer } = await import('../lib/renderers/bundle-renderer.mjs')
  await bundleRenderer('dist/renderer.cjs')
  // Otherwise its helper process stays for as long as the supervisor.
  await esbuild.stop()
}

// ---------------------------------------------------------------- common

function hashOf(files) {
  const hash = createHash('sha256')
  for (const file of [...files].sort()) hash.update(`${file}\0`).update(readFileSync(join(root, file))).update('\0')
  return hash.digest('hex')
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(join(root, file), 'utf8'))
  } catch {
    return undefined
  }
}

function readStamp(name) {
  try {
    return readFileSync(join(stampDir, name), 'utf8')
  } catch {
    return undefined
  }
}

function writeStamp(name, key) {
  mkdirSync(stampDir, { recursive: true })
  writeFileSync(join(stampDir, name), key)
}

function run(command, args, env, quiet) {
  const { promise, resolve: done, reject } = withResolvers()
  const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'] })
  // Ended with us, so that nothing goes on building after Ctrl-C.
  const end = () => child.kill()
  process.once('exit', end)
  const output = []
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => output.push(chunk))
  child.once('error', reject)
  child.once('close', (code, signal) => {
    process.off('exit', end)
    if (code === 0) return done()
    if (quiet) process.stderr.write(Buffer.concat(output))
    reject(new Error(`${command} ${args.slice(0, 2).join(' ')} ended with ${signal ?? code}`))
  })
  return promise
}

function withResolvers() {
  const resolvers = {}
  resolvers.promise = new Promise((resolve, reject) => Object.assign(resolvers, { resolve, reject }))
  return resolvers
}
