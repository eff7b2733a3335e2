import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { findProjectRoot } from '@/lib/project-root'

let known: Promise<string[]> | undefined

/** The names of the migrations that this version brings, read once. */
export const readMigrationNames = (): Promise<string[]> =>
  (known ??= readdir(join(findProjectRoot(process.cwd()), 'prisma', 'migrations'), { withFileTypes: true })
    .then((entries) => entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)))
