// The script that a page loads first, route by route, against the budget of docs/decisions/032-script-budget.md.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** What a page may load before it can be used, in bytes as they are sent: gzipped, each file by itself. */
export const BUDGET_BYTES = 200_000

/**
 * The sizes of all routes, the largest first. Counted is what the browser loads for the first sight of a page; what comes
 * later by `import()` is not, nor the polyfills that a browser which knows modules leaves out (`nomodule`).
 */
export function measureScripts(dir) {
  const read = (file) => readFileSync(join(dir, file))
  const routes = JSON.parse(read('diagnostics/route-bundle-stats.json'))
  const { polyfillFiles } = JSON.parse(read('build-manifest.json'))
  const sizes = new Map()
  const sizeOf = (path) => {
    if (!sizes.has(path)) sizes.set(path, gzipSync(read(path.replace(/^\.next\//, ''))).length)
    return sizes.get(path)
  }
  const counted = (path) => !polyfillFiles.some((file) => path.endsWith(file))
  const sum = (paths) => paths.filter(counted).reduce((total, path) => total + sizeOf(path), 0)
  return routes
    .map(({ route, firstLoadChunkPaths }) => ({ route, bytes: sum(firstLoadChunkPaths) }))
    .sort((a, b) => b.bytes - a.bytes)
}

/** Prints the sizes, and throws when a route is over the budget. */
export function checkScriptBudget(dir, print = console.log) {
  const measured = measureScripts(dir)
  const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`
  const over = measured.filter(({ bytes }) => bytes > BUDGET_BYTES)
  const lines = measured.map(({ route, bytes }) => `  ${kB(bytes).padStart(9)}  ${route}${bytes > BUDGET_BYTES ? '  over the budget' : ''}`)
  if (over.length === 0) return print(`hookwright: First script per page, gzipped: ${kB(measured[0]?.bytes ?? 0)} at most (${measured[0]?.route}), budget ${kB(BUDGET_BYTES)}`)
  throw new Error([
    `Pages load more script than the ${kB(BUDGET_BYTES)} they may (docs/decisions/032-script-budget.md):`, ...lines,
  ].join('\n'))
}

if (process.argv[1] === import.meta.filename) {
  const dir = join(import.meta.dirname, '..', '.next')
  for (const { route, bytes } of measureScripts(dir)) console.log(`${(bytes / 1000).toFixed(1).padStart(7)} kB  ${route}`)
  checkScriptBudget(dir)
}
