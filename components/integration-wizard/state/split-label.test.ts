import { describe, expect, it } from 'vitest'
import { listEventTypes } from '@/lib/catalogue/find-event-type'
import { renderLabel } from '@/lib/catalogue/render-label'
import { checkParam, listParams, wordParam } from './check-params'
import { groupEventTypes } from './filter-triggers'
import { splitLabel, wordTrigger } from './split-label'

const catalogue = listEventTypes().map((type) => ({ ...type, label: renderLabel(type), params: { ...type.params } }))

describe('splitLabel', () => {
  it('every number of a catalogue label becomes an input, and the words stay', () => {
    for (const type of catalogue) {
      const { sentence, rest } = splitLabel(type)
      expect(sentence.filter((part) => part.kind === 'text' && /\d/.test(part.text))).toEqual([])
      expect(sentence.length + rest.length).toBeGreaterThanOrEqual(1 + listParams(type.params).length)
      expect(wordTrigger(type, {})).toBe(type.label)
    }
  })

  it('says the numbers as they are set', () => {
    const dropped = catalogue.find((type) => type.key === 'VendorCSTARDropped')
    expect(dropped && wordTrigger(dropped, { points: 7, days: 7 })).toBe("When a vendor's score drops by 7 in 7 days")
    expect(wordTrigger({ label: 'Below {x}', params: { properties: { x: { type: 'integer', default: 5 } } } }, {})).toBe('Below 5')
  })

  it('a default is only taken where it stands as a number of its own', () => {
    const params = { properties: { n: { type: 'integer', default: 6 } } }
    expect(splitLabel({ label: 'Above 600 and 1.6', params })).toMatchObject({ sentence: [{ kind: 'text' }], rest: [{ name: 'n' }] })
  })

  it('names inputs by their words', () => {
    expect(['threshold', 'minSeverity', 'minRiskLevel', 'days'].map(wordParam)).toEqual([
      'Threshold', 'Minimum severity', 'Minimum risk level', 'Days',
    ])
  })

  it('every default of the catalogue is valid', () => {
    for (const type of catalogue) {
      for (const { schema } of listParams(type.params)) expect(checkParam(schema.default, schema)).toBeNull()
    }
  })
})

describe('groupEventTypes', () => {
  const types = catalogue.map(({ key, label, category }) => ({
    key, label, category, params: {}, contextSchema: {}, sample: { id: 1, type: key, description: '', occurredAt: '', context: {} }, samples: [], defaultTemplate: '', own: null,
  }))

  it('keeps every type once, in the order of the catalogue', () => {
    expect(groupEventTypes(types, '').flatMap((group) => group.types.map((type) => type.key)).toSorted()).toEqual(types.map((type) => type.key).toSorted())
  })

  it('all searched words must be there, in any case and order', () => {
    const found = groupEventTypes(types, 'VENDOR score').flatMap((group) => group.types.map((type) => type.key))
    expect(found).toEqual(['VendorCSTARDropped', 'VendorCSTARUnderThreshold'])
    expect(groupEventTypes(types, 'nothing like it')).toEqual([])
  })
})
