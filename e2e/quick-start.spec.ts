import { expect, test } from '@playwright/test'
import { readQuickStart } from './read-quick-start'
import { START_COMMAND } from './start-product'

test('the quick start in the README is what these tests run', () => {
  const [clone, start, ...more] = readQuickStart()
  expect(clone).toMatch(/^git clone \S+ hookwright && cd hookwright$/)
  expect(start).toBe(START_COMMAND)
  expect(more).toEqual([])
})
