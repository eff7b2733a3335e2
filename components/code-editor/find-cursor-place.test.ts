import { describe, expect, it } from 'vitest'
import { findCursorPlace, findMissingClose, findNameAt, writeVariable } from './find-cursor-place'
import { findOffset } from './find-offset'

describe('findCursorPlace', () => {
  it.each([
    ['{"a": "', { kind: 'text' }],
    ['{{ a }} ', { kind: 'text' }],
    ['{% if a %}', { kind: 'text' }],
    ['{"t": "{{ ', { kind: 'variable', word: '' }],
    ['{{ notification.descr', { kind: 'variable', word: 'notification.descr' }],
    ['{{- notification.', { kind: 'variable', word: 'notification.' }],
    ['{{ list[0].na', { kind: 'variable', word: 'list[0].na' }],
    ['{{ a | up', { kind: 'filter', word: 'up' }],
    ['{{ a | append: "x" | ', { kind: 'filter', word: '' }],
    ['{{ a | append: notif', { kind: 'variable', word: 'notif' }],
    ['{{ a | append: "no', { kind: 'text' }],
    ['{{ a | upcase ', { kind: 'text' }],
    ['{%', { kind: 'tag', word: '' }],
    ['{%- els', { kind: 'tag', word: 'els' }],
    ['{% if notification.co', { kind: 'variable', word: 'notification.co' }],
    ['{% assign x = a | mi', { kind: 'filter', word: 'mi' }],
    ['{% for i in ', { kind: 'variable', word: '' }],
  ])('%s', (before, place) => expect(findCursorPlace(before)).toEqual(place))

  it('a variable is written with braces only where there are none yet', () => {
    expect(writeVariable('a.b', '{"x": "')).toBe('{{ a.b }}')
    expect(writeVariable('a.b', '{"x": "{{ ')).toBe('a.b')
    expect(writeVariable('a.b', '{% if ')).toBe('a.b')
  })
})

describe('findMissingClose', () => {
  it.each([
    ['{"t": "{{ no', '"}', ' }}'],
    ['{"t": "{{ no', ' }}"}', ''],
    ['{"t": "{{no', '}}"}', ''],
    ['{"a": {"t": "{{ no', '"}}', ' }}'],
    ['{"a": {"t": {{ no', '}}', ''], // Liquid's, as far as anybody can tell
    ['{"t": "{{ no', ' | default: "x" }}"}', ''],
    ['{"t": "{{ no', '", "u": "{{ a }}"}', ' }}'],
    ['{"t": "{{ no', '\n}}', ' }}'],
    ['{% if', '', ' %}'],
    ['{% if', ' %}{% endif %}', ''],
    ['{% if', '{% endif %}', ' %}'],
    ['{"t": "', '"}', ''],
    ['{{ a }} ', '', ''],
  ])('%s▏%s', (before, after, missing) => expect(findMissingClose(before, after)).toBe(missing))
})

describe('findNameAt', () => {
  const line = '  "x": {{ notification.context.Score | round }}'

  it('gives the name up to the part under the pointer', () => {
    expect(findNameAt(line, line.indexOf('context') + 2)).toMatchObject({ name: 'notification.context' })
    expect(findNameAt(line, line.indexOf('Score') + 1)).toMatchObject({ name: 'notification.context.Score' })
    expect(findNameAt(line, line.indexOf('notif'))).toMatchObject({ name: 'notification', start: 10, end: 22 })
    expect(findNameAt(line, line.indexOf('round'))).toMatchObject({ name: 'round' })
    expect(findNameAt(line, 0)).toBeNull()
  })
})

describe('findOffset', () => {
  it('counts lines and columns from 1 and stays in the line', () => {
    expect([findOffset('ab\ncd', 1, 1), findOffset('ab\ncd', 2, 2), findOffset('ab\ncd', 1, 99), findOffset('ab\ncd', 9, 1)]).toEqual([0, 4, 2, 5])
  })
})
