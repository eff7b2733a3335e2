import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { runsBuilt } from '@/lib/env'
import { findProjectRoot } from '@/lib/project-root'

let found: Promise<string> | undefined

/**
 * The renderer's file. The build makes it; where the sources run (development, tests, tools) it is made of them at first
 * use, so that a renderer is the same small, quick thing everywhere.
 */
export const findRenderer = (): Promise<string> => (found ??= find().catch((error: unknown) => {
  found = undefined
  throw error
}))

async function find(): Promise<string> {
  const root = findProjectRoot(process.cwd())
  if (runsBuilt()) return join(root, 'dist', 'renderer.cjs')
  const made = join(root, 'node_modules', '.cache', 'hookwright', 'renderer.cjs')
  await promisify(execFile)(process.execPath, [join(root, 'lib', 'renderers', 'bundle-renderer.mjs'), made])
  return made
}
