import { describe, expect, it } from 'vitest'
import { explainPolicy, summarisePolicy } from './describe-policy'
import { emptyForm } from './form-state'
import { parseDelays, wordDelays, wordSeconds } from './parse-delays'

const policy = emptyForm.policy

describe('summarisePolicy', () => {
  it.each([
    ['scorecard', '5 retries over 36 hours'],
    ['standard', '7 retries over 28 hours'],
    ['guard', '4 retries over 2.6 hours'],
  ] as const)('%s is said as "%s"', (profile, words) => {
    expect(summarisePolicy({ ...policy, profile })).toBe(words)
  })

  it.each([
    ['', 'No retries'], ['30 s', '1 retry over 30 s'], ['5 min, 10 min', '2 retries over 15 minutes'], ['soon', 'Own retries'],
  ])('own waits "%s" are said as "%s"', (retryDelays, words) => {
    expect(summarisePolicy({ ...policy, profile: 'custom', retryDelays })).toBe(words)
  })

  it('the explanation has the waits in their order', () => {
    expect(explainPolicy({ ...policy, profile: 'scorecard' })).toContain('10 min, 1 h, 4 h, 10 h, 20 h 50 min')
    expect(explainPolicy({ ...policy, profile: 'scorecard' })).toContain('200–209')
  })
})

describe('parseDelays', () => {
  it.each([
    ['5 s, 5 min, 30 min, 2 h', [5, 300, 1800, 7200]], ['20 h 50 min', [75_000]], ['90', [90]], ['1 day;2 hours', [86_400, 7200]], ['', []], ['1.5 min', [90]],
  ])('%j is %j', (text, seconds) => expect(parseDelays(text)).toEqual(seconds))

  it.each(['soon', '5 parsecs', '-5 s', 's'])('%j is no list of waits', (text) => {
    expect(parseDelays(text)).toBeNull()
  })

  it('what is written is read as the same', () => {
    const delays = [1, 59, 60, 61, 3600, 3661, 75_000, 86_400]
    expect(parseDelays(wordDelays(delays))).toEqual(delays)
    expect(wordSeconds(0)).toBe('0 s')
  })

  it('a long text of digits takes no time', () => {
    expect(parseDelays(`${'1'.repeat(100_000)}!`)).toBeNull()
  })
})
