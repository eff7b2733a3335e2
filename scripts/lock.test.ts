import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { tryLock, withLock } from './lock.mjs'

let file: string
let dir: string

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hookwright-lock-'))
  file = join(dir, 'some.lock')
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

test('a held lock names its holder, and a released one is gone', async () => {
  const first = await tryLock(file)
  expect(await tryLock(file)).toEqual({ heldBy: process.pid })
  first.release?.()
  expect(existsSync(file)).toBe(false)
})

test('the lock of a process that no longer lives, or whose pid is now another process, is taken over', async () => {
  writeFileSync(file, JSON.stringify({ pid: process.pid, started: 'another start time' }))
  expect(await tryLock(file)).toHaveProperty('release')
})

test('of many that wait, one works at a time', async () => {
  let inside = 0
  const most: number[] = []
  const work = async () => {
    most.push(++inside)
    await Promise.resolve()
    inside -= 1
  }
  await Promise.all([1, 2, 3].map(() => withLock(file, () => undefined, work)))
  expect(most).toEqual([1, 1, 1])
})
