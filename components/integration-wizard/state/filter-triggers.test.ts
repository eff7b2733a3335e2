import { expect, it } from 'vitest'
import type { EventTypeView } from '@/lib/contracts/event-type'
import { groupEventTypes } from './filter-triggers'

const type = (key: string, category: string): EventTypeView =>
  ({ key, category, label: `When ${key} happens`, params: {}, contextSchema: {}, sample: { id: 1, type: key, description: '', occurredAt: '', context: {} }, samples: [], defaultTemplate: '', own: null })
const types = [type('score.low', 'Scores'), type('leak', 'Leaks'), type('score.high', 'Scores'), type('alert', 'Alerts')]
const words = (groups: ReturnType<typeof groupEventTypes>) => groups.map((group) => `${group.category}: ${group.types.map(({ key }) => key).join(' ')}`)

it('groups by category in the catalogue’s order, with those of the chosen kind of integration first', () => {
  expect(words(groupEventTypes(types, ''))).toEqual(['Scores: score.low score.high', 'Leaks: leak', 'Alerts: alert'])
  expect(words(groupEventTypes(types, '', ['alert']))).toEqual(['Alerts: alert', 'Scores: score.low score.high', 'Leaks: leak'])
  expect(words(groupEventTypes(types, 'HIGH scores', ['alert']))).toEqual(['Scores: score.high'])
})
