import { expect, test } from 'vitest'
import { toggleId } from './toggle-id'

test('ticking stops at the bound, and goes on after one was unticked', () => {
  expect(toggleId(['a'], 'b', 2)).toEqual(['a', 'b'])
  expect(toggleId(['a', 'b'], 'c', 2)).toEqual(['a', 'b'])
  expect(toggleId(['a', 'b'], 'a', 2)).toEqual(['b'])
})
