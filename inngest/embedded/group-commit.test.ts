import { expect, test } from 'vitest'
import { GroupCommit } from '@/inngest/embedded/group-commit'

test('what is added in one turn is committed together, in order and up to the maximum', async () => {
  const groups: number[][] = []
  const group = new GroupCommit<number, string>(async (items) => {
    groups.push(items)
    return items.map(String)
  }, { max: 3 })
  expect(await Promise.all([1, 2, 3, 4].map((n) => group.add(n)))).toEqual(['1', '2', '3', '4'])
  expect(groups).toEqual([[1, 2, 3], [4]])
})

test('an item that cannot be committed fails alone', async () => {
  const group = new GroupCommit<number, number>(async (items) => {
    if (items.includes(2)) throw new Error('poisoned')
    return items
  })
  const results = await Promise.allSettled([1, 2, 3].map((n) => group.add(n)))
  expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
})
