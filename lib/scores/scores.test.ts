import { describe, expect, it } from 'vitest'
import type { Condition } from '@/lib/contracts/scorecard'
import { describeFired } from './describe-fired'
import { gradeOf } from './grade'
import { normaliseDomain } from './normalise-domain'
import { matchesScope, meetsConditions, type ScorecardFacts } from './scorecard-facts'

describe('a domain has one form', () => {
  it.each([
    ['Example.COM', 'example.com'], ['example.com.', 'example.com'], [' example.com ', 'example.com'],
    ['bücher.example', 'xn--bcher-kva.example'], ['_dmarc.a.example', '_dmarc.a.example'],
    ['192.0.2.1', '192.0.2.1'], ['2001:DB8:0::1', '2001:db8::1'], ['1.2.3', null], ['1', null], ['0x7f.1', null], ['localhost', null],
    ['', null], ['.', null], ['a..b', null], ['-a.example', null], ['https://example.com', null], ['example.com:80', null],
    ['a@example.com', null], ['example.com/x', null], ['a b.example', null], [`${'a'.repeat(64)}.example`, null], ['a:b', null],
  ])('%s', (given, stored) => expect(normaliseDomain(given)).toBe(stored))
})

describe('grades', () => {
  it.each([[900, 'A'], [899.99, 'B'], [800, 'B'], [700, 'C'], [600, 'D'], [599, 'F'], [0, 'F']])('%d of 1000 is %s', (score, grade) =>
    expect(gradeOf(score, 1000)).toBe(grade))
  it('are exact where binary fractions are not', () => expect(gradeOf(0.63, 0.7)).toBe('A'))
})

const facts: ScorecardFacts = {
  kind: 'vendor', followed: true, tier: 'Tier 1', labels: ['Critical', 'EU'], attributes: { owner: 'Ann', seats: 5 }, portfolioIds: ['pfl_1'],
}

describe('conditions', () => {
  const cases: Array<[Condition, boolean]> = [
    [{ field: 'tier', op: 'is', value: 'tier 1' }, true],
    [{ field: 'tier', op: 'is_not', value: 'Tier 2' }, true],
    [{ field: 'tier', op: 'contains', value: '1' }, true],
    [{ field: 'label', op: 'is', value: 'eu' }, true],
    [{ field: 'label', op: 'is_not', value: 'EU' }, false],
    [{ field: 'label', op: 'not_contains', value: 'crit' }, false],
    [{ field: 'portfolio', op: 'is', value: 'pfl_1' }, true],
    [{ field: 'portfolio', op: 'is_not', value: 'pfl_1' }, false],
    [{ field: 'attribute', name: 'seats', op: 'is', value: '5' }, true],
    [{ field: 'attribute', name: 'toString', op: 'contains', value: 'native' }, false],
    [{ field: 'attribute', name: 'none', op: 'is_not', value: 'x' }, true],
  ]
  it.each(cases)('%j: %s', (condition, met) => expect(meetsConditions(facts, [condition])).toBe(met))
  it('must all be met, and none is by something unknown', () => {
    const all = cases.filter(([, met]) => met).map(([one]) => one)
    expect(meetsConditions(facts, all)).toBe(true)
    expect(meetsConditions(facts, cases.map(([one]) => one))).toBe(false)
    expect(meetsConditions(null, all)).toBe(false)
    expect(meetsConditions(null, [])).toBe(true)
  })
})

describe('scopes', () => {
  it('are mine, followed, or a portfolio', () => {
    expect(matchesScope(facts, { kind: 'mine' })).toBe(false)
    expect(matchesScope({ ...facts, kind: 'mine' }, { kind: 'mine' })).toBe(true)
    expect(matchesScope(facts, { kind: 'followed' })).toBe(true)
    expect(matchesScope(facts, { kind: 'portfolio', portfolioId: 'pfl_1' })).toBe(true)
    expect(matchesScope(facts, { kind: 'portfolio', portfolioId: 'pfl_2' })).toBe(false)
  })
})

describe('what fired, as rules tell it', () => {
  it('names kind, from, to and threshold', () => {
    expect(describeFired({ kind: 'score_drop', threshold: 10 }, { kind: 'score', from: 700, to: 680 }))
      .toEqual({ type: 'score_drop', from: 700, to: 680, threshold: 10 })
    expect(describeFired({ kind: 'factor_grade_drop', factor: 'dns_health' }, { kind: 'grade', from: 'A', to: 'C' }))
      .toEqual({ type: 'factor_grade_drop', factor: 'dns_health', from: 'A', to: 'C' })
  })
  it('has issues in the shape of the vendor', () => {
    expect(describeFired({ kind: 'new_issues', by: 'severity', severity: 'low' }, { kind: 'issues', issues: { x: { severity: 'low', active: { count: 2 } } } }))
      .toEqual({ type: 'new_issues', selected: 'by_severity', severity: 'low', issues: { x: { active: { count: 2 } } } })
    expect(describeFired({ kind: 'breach' }, { kind: 'breach', breach: { records: 3 } })).toEqual({ records: 3, type: 'breach' })
  })
})
