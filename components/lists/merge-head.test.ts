import { expect, test } from 'vitest'
import { mergeHead } from './merge-head'

const row = (id: string, status = 'retrying') => ({ id, status })

test('rows are renewed where they stand', () => {
  const merged = mergeHead([row('c'), row('b'), row('a')], [row('c'), row('b', 'succeeded')], false)
  expect(merged.rows).toEqual([row('c'), row('b', 'succeeded'), row('a')])
  expect(merged.fresh).toBe(0)
})

test('new rows are counted and do not push others down', () => {
  const merged = mergeHead([row('b'), row('a')], [row('d'), row('c'), row('b')], false)
  expect(merged.rows.map(({ id }) => id)).toEqual(['b', 'a'])
  expect(merged.fresh).toBe(2)
})

test('a row that newly matches the filter between the shown ones counts as new', () => {
  expect(mergeHead([row('d'), row('a')], [row('d'), row('c'), row('a')], true).fresh).toBe(1)
})

test('older rows that were not loaded yet are not new', () => {
  expect(mergeHead([row('d'), row('c')], [row('d'), row('c'), row('b')], true).fresh).toBe(0)
})

test('a row that left the filter is told, one that the head does not reach is not', () => {
  const merged = mergeHead([row('d'), row('c'), row('b'), row('a')], [row('d'), row('b')], false)
  expect([...merged.gone]).toEqual(['c'])
  expect([...mergeHead([row('b'), row('a')], [], true).gone]).toEqual(['b', 'a'])
})

test('a search that stopped before it found anything says nothing about what is shown', () => {
  expect([...mergeHead([row('b'), row('a')], [], false).gone]).toEqual([])
})

test('an empty list fills by itself', () => {
  expect(mergeHead([], [row('a')], true)).toMatchObject({ rows: [row('a')], fresh: 0 })
})
