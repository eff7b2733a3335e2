// Makes the renderer one file with everything it needs: it starts in a few hundredths of a second and reads nothing else.
// Used by the build, and run by `find-renderer.ts` where the sources run:
//   node lib/renderers/bundle-renderer.mjs <file>
import { renameSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = resolve(import.meta.dirname, '../..')

export async function bundleRenderer(outfile) {
  // Several processes may do this at once: each puts a whole file into place.
  const own = `${resolve(root, outfile)}.${process.pid}`
  await build({
    absWorkingDir: root,
    entryPoints: ['lib/renderers/renderer.ts'],
    outfile: own,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'warning',
  })
  renameSync(own, resolve(root, outfile))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await bundleRenderer(process.argv[2])
  process.exit()
}
