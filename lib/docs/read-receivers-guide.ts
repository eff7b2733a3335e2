import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findProjectRoot } from '@/lib/project-root'

let read: Promise<string> | undefined

/** docs/receivers.md, the one source of the guide for receivers: the repository shows it, and the page /docs. */
export const readReceiversGuide = (): Promise<string> => (read ??= readFile(join(findProjectRoot(process.cwd()), 'docs', 'receivers.md'), 'utf8'))
