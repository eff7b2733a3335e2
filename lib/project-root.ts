import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The checkout's folder, from the sources and from the bundles in `dist/` alike. */
export function findProjectRoot(from: string = import.meta.dirname): string {
  if (existsSync(join(from, 'package.json'))) return from
  const parent = dirname(from)
  if (parent === from) throw new Error('The project folder (with package.json) was not found.')
  return findProjectRoot(parent)
}
