import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { findProjectRoot } from '@/lib/project-root'

const lock = z.object({
  packages: z.record(z.string(), z.object({
    version: z.string().optional(), resolved: z.string().optional(), integrity: z.string().optional(), hasInstallScript: z.boolean().optional(),
  })),
})

const read = (file: string): string => readFileSync(join(findProjectRoot(), file), 'utf8')
const { '': root, ...packages } = lock.parse(JSON.parse(read('package-lock.json'))).packages
const nameOf = (place: string) => place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length)

// The first column of the table; a `*` stands for the rest of a name.
const listed = [...read('docs/supply-chain.md').split('## Packages with an install script')[1]?.split('\n## ', 1)[0]?.matchAll(/^\| `([^`]+)` \|/gm) ?? []].map(([, name = '']) => name)
const isListed = (name: string) => listed.some((one) => (one.endsWith('*') ? name.startsWith(one.slice(0, -1)) : name === one))

test('every package with an install script is explained in docs/supply-chain.md, and no other', () => {
  const withScript = Object.entries(packages).filter(([, { hasInstallScript }]) => hasInstallScript).map(([place]) => nameOf(place))
  expect(withScript.filter((name) => !isListed(name))).toEqual([])
  expect(listed.filter((one) => !withScript.some((name) => (one.endsWith('*') ? name.startsWith(one.slice(0, -1)) : name === one)))).toEqual([])
})

test('the lock file holds a version and a checksum of every package, and no address', () => {
  expect(root).toBeDefined()
  for (const [place, { version, resolved, integrity }] of Object.entries(packages)) {
    expect([place, version, resolved, integrity]).toEqual([place, expect.stringMatching(/^\d+\.\d+\.\d+/), undefined, expect.stringMatching(/^sha512-/)])
  }
})

test('dependencies are installed without their scripts', () => {
  expect(read('scripts/prepare.mjs')).toContain('--ignore-scripts')
  expect(read('package.json')).not.toMatch(/"(pre|post)?install":|"prepare":/)
})
