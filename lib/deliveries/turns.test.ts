import { expect, it } from 'vitest'
import { Turns } from './turns'

it('lets two work, and then one for each that ends, in the order in which they came', async () => {
  const turns = new Turns(2)
  const began: number[] = []
  const ends = new Map<number, () => void>()
  const work = async (n: number) => {
    ends.set(n, await turns.take())
    began.push(n)
  }
  const all = Promise.all([1, 2, 3, 4, 5].map(work))
  await expect.poll(() => began).toEqual([1, 2])
  ends.get(2)?.()
  await expect.poll(() => began).toEqual([1, 2, 3])
  ends.get(2)?.() // ended already
  ends.get(3)?.()
  await expect.poll(() => began).toEqual([1, 2, 3, 4])
  ends.get(1)?.()
  await all
  expect(began).toEqual([1, 2, 3, 4, 5])
})

it('a turn that nobody waits for is free again', async () => {
  const turns = new Turns(1)
  for (let i = 0; i < 3; i++) (await turns.take())()
  const end = await turns.take()
  let isNext = false
  void turns.take().then(() => { isNext = true })
  await Promise.resolve()
  expect(isNext).toBe(false)
  end()
  await expect.poll(() => isNext).toBe(true)
})
