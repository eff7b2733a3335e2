import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { findProjectRoot } from '@/lib/project-root'

/** vitest's global set-up: the bundles and the web application that all these tests start, built unless they are current. */
export default async function buildOnce(): Promise<void> {
  const script = join(findProjectRoot(), 'e2e/bench/build-product.mjs')
  const child = spawn(process.execPath, [script], { stdio: ['ignore', 'inherit', 'inherit'] })
  const code = await new Promise((resolve) => child.once('exit', resolve))
  if (code !== 0) throw new Error('the product could not be built')
}
