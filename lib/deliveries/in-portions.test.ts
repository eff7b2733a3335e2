import { expect, it } from 'vitest'
import { inPortions } from './in-portions'

const later = <T>() => {
  let resolve: (value: T) => void = () => {}
  const promise = new Promise<T>((done) => { resolve = done })
  return { promise, resolve }
}

it('gives all at once when all are there', async () => {
  const portions: number[][] = []
  for await (const portion of inPortions([1, 2, 3].map((n) => Promise.resolve(n)), 60_000)) portions.push(portion)
  expect(portions).toEqual([[1, 2, 3]])
})

it('gives one that is empty for none', async () => {
  const portions: unknown[][] = []
  for await (const portion of inPortions([], 60_000)) portions.push(portion)
  expect(portions).toEqual([[]])
})

it('gives those that are there before the others, and leaves none out', async () => {
  const late = later<string>()
  const portions: string[][] = []
  for await (const portion of inPortions([late.promise, Promise.resolve('quick')], 1)) {
    portions.push(portion)
    late.resolve('late')
  }
  expect(portions).toEqual([['quick'], ['late']])
})

it('says what went wrong, after what was there', async () => {
  const portions: string[][] = []
  const all = async () => {
    for await (const portion of inPortions([Promise.resolve('one'), Promise.reject(new Error('broken'))], 60_000)) portions.push(portion)
  }
  await expect(all()).rejects.toThrow('broken')
  expect(portions.length).toBeLessThan(2)
})
