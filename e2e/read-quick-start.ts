import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findProjectRoot } from '@/lib/project-root'

/** The commands of the first code block under the README's heading "Quick start". */
export function readQuickStart(): string[] {
  const readme = readFileSync(join(findProjectRoot(), 'README.md'), 'utf8')
  const section = readme.split(/^## /m).find((part) => part.startsWith('Quick start\n'))
  const block = /```sh\n([\s\S]*?)```/.exec(section ?? '')
  if (!block?.[1]) throw new Error('README.md has no code block under "Quick start"')
  return block[1].trim().split('\n')
}
