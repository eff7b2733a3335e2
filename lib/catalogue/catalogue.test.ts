import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { describeEvent } from '@/lib/catalogue/describe-event'
import { findEventType, listEventTypes, type EventType } from '@/lib/catalogue/find-event-type'
import type { JsonSchema } from '@/lib/catalogue/json-schema'
import { matchesParams } from '@/lib/catalogue/matches-params'
import { readInvestigationId } from '@/lib/catalogue/read-investigation'
import { renderLabel, splitLabel } from '@/lib/catalogue/render-label'
import { resolveParams } from '@/lib/catalogue/resolve-params'
import { validateContext } from '@/lib/catalogue/validate-context'
import { parseJson } from '@/lib/json/parse-json'
import { checkTemplate } from '@/lib/templates/check-template'
import { JIRA_PROJECT_KEY, PAGERDUTY_KEY } from '@/lib/templates/presets/find-placeholders'
import { listBodyPresets } from '@/lib/templates/presets/list-body-presets'
import { sampleScope } from '@/lib/templates/sample-scope'

// Properties run hundreds of cases; a busy machine needs more than the usual five seconds.
vi.setConfig({ testTimeout: 60_000 })

function get(key: string): EventType {
  const type = findEventType(key)
  if (!type) throw new Error(`no event type ${key}`)
  return type
}

// As a user leaves it: with a key of one's own.
const filled = (template: string) => template.replaceAll(PAGERDUTY_KEY, 'R0').replaceAll(JIRA_PROJECT_KEY, 'SEC')

const everyType = listEventTypes().map((type) => [type.key, type] as const)

describe('every event type', () => {
  it('has a key of its own and is found by it', () => {
    expect(new Set(everyType.map(([key]) => key)).size).toBe(everyType.length)
    for (const [key, type] of everyType) expect(findEventType(key)).toBe(type)
    expect(findEventType('constructor')).toBeUndefined()
  })

  it.each(everyType)('%s: samples fit the context schema and carry the type', (key, type) => {
    expect(type.samples[0]).toMatchObject(type.sample)
    for (const sample of type.samples) {
      expect(sample.type).toBe(key)
      expect(validateContext(type, sample.context)).toEqual([])
    }
  })

  it.each(everyType)('%s: its awkward sample has everything that breaks a body', (_, type) => {
    const edge = JSON.stringify(type.samples[1])
    for (const part of ['\\"', '\\n', '😀', 'null', '[]']) expect(edge).toContain(part)
    expect(edge.length).toBeGreaterThan(2000)
  })

  it.each(everyType)('%s: default body and presets are valid JSON without warnings for each sample', (_, type) => {
    const templates = [type.defaultTemplate, ...listBodyPresets().map((preset) => filled(preset.templateFor(type.key)))]
    for (const template of [type.defaultTemplate]) {
      expect(check(type, template, type.sample.context).problems).toEqual([])
    }
    for (const template of templates) {
      for (const { context } of type.samples) expect(check(type, template, context)).toMatchObject({ valid: true })
    }
  })

  it.each(everyType)('%s: the default body is valid JSON for whatever the schema allows', (_, type) => {
    fc.assert(
      fc.property(arbitraryOf(type.contextSchema), fc.string({ unit: 'binary' }), (context, name) => {
        fc.pre(validateContext(type, context).length === 0)
        const result = check(type, type.defaultTemplate, context, name)
        expect(result.problems.filter(({ severity }) => severity === 'error')).toEqual([])
        expect(describeEvent(type, { context: parse(context), occurredAt: 'x', workspaceName: name })).not.toBe('')
      }),
      { numRuns: 50 },
    )
  })

  it.each(everyType)('%s: its description template says what the sample says', (_, type) => {
    const said = describeEvent(type, { context: type.sample.context, occurredAt: '', workspaceName: 'Example Company' })
    expect(said).toBe(type.sample.description)
  })

  it.each(everyType)('%s: no parameter has to be given', (_, type) => {
    const resolved = resolveParams(type, undefined)
    expect(resolved).toMatchObject({ ok: true })
    expect(Object.keys(resolved.ok ? resolved.values : {})).toEqual(Object.keys(type.params.properties))
  })
})

function parse(context: unknown) {
  return parseJson(JSON.stringify(context))
}

function check(type: EventType, template: string, context: unknown, integrationName = 'My "name"') {
  const scope = sampleScope({ ...type.sample, context: parse(context) }, { integrationName })
  return checkTemplate({ template, contentType: 'application/json', contextSchema: type.contextSchema, scope })
}

/** Values of a schema, with unknown fields; required fields are nearly always there. */
function arbitraryOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const types = [schema.type ?? 'string'].flat()
  return fc.oneof(...types.map((type) => arbitraryOfType(type, schema)))
}

function arbitraryOfType(type: string, schema: JsonSchema): fc.Arbitrary<unknown> {
  if (type === 'null') return fc.constant(null)
  if (type === 'array') return fc.array(arbitraryOf(schema.items ?? {}), { maxLength: 3 })
  if (type === 'number') return fc.double({ noNaN: true, noDefaultInfinity: true })
  if (type === 'object') {
    const known = Object.entries(schema.properties ?? {}).map(([name, property]) => [name, arbitraryOf(property)])
    const record = fc.record<Record<string, unknown>>(
      Object.fromEntries(known),
      { requiredKeys: [...(schema.required ?? [])] },
    )
    return fc.tuple(
      fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 2 }),
      record,
    ).map(([a, b]) => ({ ...a, ...b }))
  }
  return fc.string({ unit: 'binary' })
}

describe('labels', () => {
  it.each([
    ['CustomerCSTARUnderThreshold', "When my company's score drops below 600"],
    ['CompanyCSTARUnderThreshold', "When a company's score drops below 600"],
    ['VendorCSTARDropped', "When a vendor's score drops by 10 in 7 days"],
    ['DomainCSTARUnderThreshold', "When a domain or IP's score drops below 600"],
    ['DataLeakPublished', 'When a new data leak is published'],
    ['VendorDataLeakDisclosed', 'When a new data leak is disclosed for one of your vendors'],
    ['IdentityBreachDetected', 'When a new identity breach is detected'],
    ['VIPIdentityBreachDetected', 'When a new identity breach for a VIP email is detected'],
    ['TyposquatRegistered', 'When a typosquatting domain becomes registered'],
    ['VulnerabilitiesDetected', 'When new vulnerabilities are detected on a domain or IP'],
    ['RisksAdded', 'When risks are added to my domains and IPs'],
    ['VendorCSTARUnderThreshold', "When a vendor's score drops below 600"],
    ['TrustPageAccessRequested', 'When a user requests access to your Trust Page'],
    ['scorecard.changed', 'When a scorecard changes'],
  ])('%s is "%s"', (key, label) => {
    expect(renderLabel(get(key))).toBe(label)
  })

  it('show the parameters that were set', () => {
    expect(renderLabel(get('VendorCSTARDropped'), { points: 25 })).toBe("When a vendor's score drops by 25 in 7 days")
    expect(splitLabel(get('CustomerCSTARUnderThreshold'))).toEqual([
      { text: "When my company's score drops below " },
      { param: 'threshold', fallback: 600 },
    ])
  })
})

describe('known bodies', () => {
  function body(key: string) {
    const type = get(key)
    return JSON.parse(check(type, type.defaultTemplate, type.sample.context, 'My subscription').output)
  }

  it("UpGuard's sample, word for word", () => {
    expect(body('CustomerCSTARUnderThreshold')).toEqual({
      notification: {
        id: 29,
        type: 'CustomerCSTARUnderThreshold',
        description: "The score for 'Example Company' dropped below 600 with a score of 599",
        occurredAt: '2020-06-29T01:14:11.323507851Z',
        context: { LatestScore: 599, PrevScore: 732, Threshold: 600 },
      },
    })
  })

  it("Guard's sample", () => {
    expect(body('investigation.opened')).toMatchObject({
      event: 'investigation.opened',
      timestamp: '2026-06-24T12:00:00Z',
      investigation: {
        id: 'inv_abc123',
        risk_level: 'high',
        risk_score: 87,
        artifact: { name: 'example-package', version: '1.2.3' },
        policy: { rule: 'changed-after-approval', description: 'Artifact changed after it was approved' },
        factors: ['approval receipt exists for previous version', 'content hash differs from approved snapshot'],
      },
    })
  })

  it("Argyle's body has event, name and data only", () => {
    const { context } = get('reputations.added').sample
    expect(body('reputations.added')).toEqual({ event: 'reputations.added', name: 'My subscription', data: context })
  })
})

describe('matchesParams', () => {
  const below = { matches: false, reason: 'below_threshold' }
  const condition = { matches: false, reason: 'condition' }
  const match = { matches: true }

  it.each([
    [599, match],
    [600, below],
    [600.5, below],
    ['599', match],
    ['x', condition],
    [null, condition],
    ['', condition],
    [undefined, condition],
  ])('threshold 600, score %j', (LatestScore, expected) => {
    expect(matchesParams(get('VendorCSTARUnderThreshold'), { threshold: 600 }, { LatestScore })).toEqual(expected)
  })

  it('exact numbers count', () => {
    const context = parseJson('{"LatestScore": 599.0}')
    expect(matchesParams(get('CustomerCSTARUnderThreshold'), {}, context)).toEqual(match)
  })

  it.each([
    [710, 700, match],
    [709, 700, below],
    [700, 710, below],
    [undefined, 700, condition],
  ])('a drop from %j to %j by 10', (PrevScore, LatestScore, expected) => {
    expect(
      matchesParams(get('VendorCSTARDropped'), { points: 10, days: 7 }, { PrevScore, LatestScore }),
    ).toEqual(expected)
  })

  it.each([
    [{ Severity: 'high' }, match],
    [{ severity: 'HIGH' }, match],
    [{ Severity: 'low' }, below],
    [{ Risks: [{ Severity: 'info' }, { Severity: 'medium' }] }, below],
    [{ Risks: [{ Severity: 'low' }, { severity: 'critical' }] }, match],
    [{ Risks: [] }, condition],
    [{ Severity: 'constructor' }, condition],
    ['text', condition],
  ])('risks of at least high: %j', (context, expected) => {
    expect(matchesParams(get('RisksAdded'), { minSeverity: 'high' }, context)).toEqual(expected)
  })

  it('the lowest severity wants everything', () => {
    expect(matchesParams(get('RisksAdded'), {}, {})).toEqual(match)
  })

  it.each([
    ['critical', match],
    ['high', match],
    ['medium', below],
    ['low', below],
    ['grave', condition],
    [undefined, condition],
  ])('risk level %j against the default', (risk_level, expected) => {
    expect(matchesParams(get('investigation.opened'), {}, { investigation: { risk_level } })).toEqual(expected)
    expect(matchesParams(get('investigation.opened'), {}, { risk_level })).toEqual(expected)
  })

  it('a type without parameters wants everything', () => {
    expect(matchesParams(get('DataLeakPublished'), {}, {})).toEqual(match)
  })
})

describe('resolveParams and validateContext', () => {
  it('given values win over defaults', () => {
    expect(
      resolveParams(get('VendorCSTARDropped'), { days: 30 }),
    ).toEqual({ ok: true, values: { points: 10, days: 30 } })
  })

  it.each([
    ['CustomerCSTARUnderThreshold', { threshold: '600' }, '/threshold', 'type'],
    ['CustomerCSTARUnderThreshold', { threshold: 599.5 }, '/threshold', 'type'],
    ['CustomerCSTARUnderThreshold', { threshold: 1001 }, '/threshold', 'range'],
    ['CustomerCSTARUnderThreshold', { treshold: 5 }, '/treshold', 'unknown'],
    ['RisksAdded', { minSeverity: 'worst' }, '/minSeverity', 'enum'],
    ['DataLeakPublished', { threshold: 1 }, '/threshold', 'unknown'],
    ['DataLeakPublished', [], '', 'type'],
  ])('%s %j is a problem at "%s"', (key, given, pointer, code) => {
    expect(resolveParams(get(key), given)).toMatchObject({ ok: false, problems: [{ pointer, code }] })
  })

  it('score types need their three numbers and let everything else pass', () => {
    const type = get('CustomerCSTARUnderThreshold')
    expect(validateContext(type, { LatestScore: 1, PrevScore: 2, Threshold: 3, 'x/y': [null] })).toEqual([])
    expect(validateContext(type, { LatestScore: '1', PrevScore: 2 })).toMatchObject([
      { pointer: '/Threshold', code: 'required' },
      { pointer: '/LatestScore', code: 'type' },
    ])
    expect(validateContext(type, [])).toMatchObject([{ pointer: '', code: 'type' }])
    expect(validateContext(type, parseJson('{"LatestScore":1.0,"PrevScore":1e2,"Threshold":3}'))).toEqual([])
  })

  it('an investigation may stand under its name or directly in the context', () => {
    const type = get('investigation.opened')
    expect(validateContext(type, { id: 'inv_1', risk_level: 'low' })).toEqual([])
    expect(validateContext(type, {})).toMatchObject([{ pointer: '/investigation', code: 'required' }])
    expect(
      validateContext(type, { investigation: { id: 'x' } }),
    ).toMatchObject([{ pointer: '/investigation/risk_level' }])
    expect(readInvestigationId({ investigation: { id: 'inv_1' } })).toBe('inv_1')
    expect(readInvestigationId({ id: 'inv_1' })).toBe('inv_1')
    expect(readInvestigationId({ investigation: null })).toBeUndefined()
  })
})
