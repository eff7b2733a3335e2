import { describe, expect, it } from 'vitest'
import { compileTemplate } from '@/lib/templates/compile-template'
import { liquidEngine } from '@/lib/templates/liquid-engine'
import { filterReference, tagReference } from './liquid-reference'
import { suggestCompletions } from './suggest-completions'

const names = (entries: readonly { name: string }[]) => entries.map((entry) => entry.name).toSorted()

describe('the reference', () => {
  it('has exactly the filters of the engine', () => {
    expect(names(filterReference)).toEqual(Object.keys(liquidEngine.filters).toSorted())
  })

  it('has only tags of the engine, and all that make sense in a body', () => {
    const branches = ['else', 'elsif', 'when']
    expect(names(tagReference)).toEqual([...Object.keys(liquidEngine.tags).filter((name) => name !== '#'), ...branches].toSorted())
  })

  it('every filter example compiles', () => {
    for (const { example } of filterReference) expect([example, compileTemplate(example).ok]).toEqual([example, true])
  })

  it('what completion writes for a block closes it', () => {
    const blocks = tagReference.filter(({ snippet }) => snippet.includes('%}'))
    for (const { snippet } of blocks) {
      const text = `{% ${snippet.replaceAll(/\$\{\d:([^}]*)\}/g, '$1').replaceAll('$0', '')} %}`
      expect([text, compileTemplate(text).ok]).toEqual([text, true])
    }
    expect(blocks.length).toBeGreaterThan(5)
  })
})

describe('suggestCompletions', () => {
  const variables = [{ path: 'notification.id', type: 'number', description: 'Number', sample: '29' }]

  it('offers what belongs to the place, and nothing in plain text', () => {
    expect(suggestCompletions({ kind: 'text' }, variables)).toEqual([])
    expect(suggestCompletions({ kind: 'variable', word: '' }, variables)).toMatchObject([{ insert: 'notification.id', detail: 'number', help: 'Number\n\nSample: 29' }])
    expect(suggestCompletions({ kind: 'variable', word: '' }, variables, ' }}')).toMatchObject([{ insert: 'notification.id$0 \\}\\}', isSnippet: true }])
    expect(suggestCompletions({ kind: 'tag', word: 'if' }, variables, ' %}').find(({ label }) => label === 'if')?.insert).toBe('if ${1:condition} %}$0{% endif %\\}')
    expect(suggestCompletions({ kind: 'filter', word: 'j' }, variables)).toHaveLength(filterReference.length)
    expect(suggestCompletions({ kind: 'tag', word: '' }, variables).every((item) => item.isSnippet)).toBe(true)
  })
})
