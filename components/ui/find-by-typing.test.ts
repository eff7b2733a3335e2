import { expect, it } from 'vitest'
import { findByTyping } from './find-by-typing'

const texts = ['Queued', 'Sending', 'Retrying', 'Succeeded', 'Skipped']

it('a letter leads to the next entry that begins with it, and round again', () => {
  expect(findByTyping(texts, 's', -1)).toBe(1)
  expect(findByTyping(texts, 's', 1)).toBe(3)
  expect(findByTyping(texts, 'ss', 3)).toBe(4)
  expect(findByTyping(texts, 's', 4)).toBe(1)
})

it('several letters lead to the entry that begins with all of them', () => {
  expect(findByTyping(texts, 'sk', 1)).toBe(4)
  expect(findByTyping(texts, 'se', 1)).toBe(1)
  expect(findByTyping(texts, 'x', 0)).toBe(-1)
})
