import { describe, expect, it } from 'vitest'
import { reduceForm } from '@/components/integration-wizard/state/reduce-form'
import { ruleInput, type RuleView } from '@/lib/contracts/rule'
import { checkRuleForm } from './check-rule-form'
import { mapRuleErrors } from './map-rule-errors'
import { emptyRule, emptyStep, fromRule, newStepKey, toRuleBody, type RuleForm } from './rule-form'
import { wordRule } from './rule-words'

const destination = reduceForm(emptyStep('s1').destination, { kind: 'set', values: { url: 'https://a.example/hook' } })
const written: RuleForm = {
  ...emptyRule('owner@example.com'), name: 'Drop', steps: [{ ...emptyStep('s1'), destination }, { ...emptyStep('s2'), destination, template: '{"a": 1}' }],
}

const saved: RuleView = {
  id: 'rul_1', name: 'Drop', enabled: true, ownerEmail: null, event: { kind: 'factor_score_drop', factor: 'dns_health', threshold: 25 },
  scope: { kind: 'portfolio', portfolioId: 'por_1' }, conditions: [{ field: 'tier', op: 'is', value: '1' }],
  steps: [{
    id: 'int_1', url: 'https://a.example/hook', headers: [{ name: 'X-Key', value: { set: true }, secret: true }], params: [{ name: 'a', value: 'b' }],
    auth: { kind: 'bearer', token: { set: true, lastFour: '1234' } }, template: null,
  }],
  policy: { profile: 'scorecard' }, lastExecution: null, counts24h: { running: 0, succeeded: 0, failed: 0, cancelled: 0 },
  version: 1, createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-01-01T00:00:00Z',
}

describe('the form of a rule', () => {
  it('makes a body that the contract takes', () => {
    expect(checkRuleForm(written)).toEqual([])
    const body = ruleInput.parse(toRuleBody(written))
    expect(body).toMatchObject({ event: { kind: 'score_drop', threshold: 10 }, scope: { kind: 'mine' } })
    expect(body.steps.map(({ template }) => template)).toEqual([null, '{"a": 1}'])
  })

  it('sends a saved rule back as it was read, secrets as the note that they are stored', () => {
    const { event, scope, conditions, steps, policy } = saved
    expect(toRuleBody(fromRule(saved))).toEqual({ name: 'Drop', ownerEmail: null, event, scope, conditions, steps, policy })
  })

  it('says what is missing at its field, in the order of the screen', () => {
    const empty = emptyRule('')
    const form: RuleForm = { ...empty, event: { ...empty.event, threshold: 'ten' }, scope: { kind: 'portfolio', portfolioId: '' }, conditions: [{ field: 'tier', op: 'is', value: '' }], policy: { profile: 'custom', timeoutSeconds: '99', retryDelays: 'soon', jitter: false } }
    expect(checkRuleForm(form).map(({ field }) => field)).toEqual(['name', 'event.threshold', 'scope.portfolioId', 'conditions', 'policy.timeoutSeconds', 'policy.retryDelays', 'steps.s1.url'])
  })

  it('asks for stored secrets again when the host of their web request changes', () => {
    const form = fromRule(saved)
    const moved = form.steps.map((step) => ({ ...step, destination: { ...step.destination, url: 'https://b.example/hook' } }))
    expect(checkRuleForm({ ...form, steps: moved }).map(({ field }) => field)).toEqual(['steps.s1.headers.h0.value', 'steps.s1.auth.token'])
  })

  it('finds the web request that the server speaks of, wherever it was moved', () => {
    const form = { ...written, steps: [...written.steps].reverse() }
    const places = ['/steps/0/url', '/steps/1/template', '/rule/scope/portfolioId', '/ownerEmail', '/steps'].map((pointer) => ({ pointer, message: 'no', code: 'x' }))
    expect(mapRuleErrors(places, form).map(({ field }) => field)).toEqual(['steps.s2.url', 'steps.s1.template', 'scope.portfolioId', 'ownerEmail', 'steps'])
  })

  it('gives each new web request a key of its own', () => {
    expect(newStepKey([emptyStep('s3'), emptyStep('s1')])).toBe('s4')
  })

  it('reads as a sentence', () => {
    expect(wordRule(saved, [{ id: 'por_1', name: 'Critical', description: null, memberCount: 0, createdAt: '', updatedAt: '' }]))
      .toBe('When the score of DNS health drops by at least 25 points for the portfolio Critical on 1 condition, send a web request to a.example.')
  })
})
