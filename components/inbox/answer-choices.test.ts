import { expect, test } from 'vitest'
import { answerChoices, findChoice, timesOptions } from './answer-choices'

test('each choice is found again by its answer', () => {
  for (const { key, behaviour } of answerChoices) expect(findChoice({ ...behaviour, times: 2 }).key).toBe(key)
})

test('what the API has set is told in numbers', () => {
  expect(findChoice({ status: 503, delaySeconds: 3, retryAfterSeconds: 60, times: null })).toMatchObject({ key: 'other', label: '503, after 3 s, Retry-After: 60 s' })
})

test('how often counts down through numbers that are no choices', () => {
  expect(timesOptions(null)).toHaveLength(5)
  expect(timesOptions(7).at(-1)).toEqual({ value: '7', label: 'the next 7 requests' })
})
