import { describe, expect, it } from 'vitest'
import { LIQUID_JSON, liquidJsonGrammar } from './liquid-json-grammar'

interface Tokenizer {
  getInitialState(): unknown
  tokenize(line: string, hasEnd: boolean, state: unknown): { tokens: { offset: number; type: string }[]; endState: unknown }
}

// Monaco's own lexer without its editor: these two modules need no DOM. They have no types.
const folder = 'monaco-editor/editor/standalone/common/monarch'
const { compile } = await import(`${folder}/monarchCompile`)
const { MonarchTokenizer } = await import(`${folder}/monarchLexer`)
const settings = { getValue: () => 20_000, onDidChangeConfiguration: () => ({ dispose: () => undefined }) }

/** The text of each token with its kind, without white space; `lines` is one document. */
function tokens(...lines: string[]): [string, string][] {
  const tokenizer: Tokenizer = new MonarchTokenizer({}, {}, LIQUID_JSON, compile(LIQUID_JSON, liquidJsonGrammar), settings)
  let state = tokenizer.getInitialState()
  return lines.flatMap((line) => {
    const result = tokenizer.tokenize(line, true, state)
    state = result.endState
    return result.tokens.map(({ offset, type }, index): [string, string] => {
      const text = line.slice(offset, result.tokens[index + 1]?.offset ?? line.length)
      return [text.trim(), type.replace('.liquid-json', '')]
    }).filter(([text]) => text !== '')
  })
}

describe('the grammar', () => {
  it('tells keys, texts, numbers and words apart', () => {
    expect(tokens('{"a": "b", "c": -1.5e3, "d": null}').filter(([, kind]) => !/delimiter/.test(kind))).toEqual([
      ['"a"', 'key'], ['"b"', 'string'], ['"c"', 'key'], ['-1.5e3', 'number'], ['"d"', 'key'], ['null', 'keyword'],
    ])
  })

  it('Liquid inside of a text is Liquid, and the text goes on behind it', () => {
    const found = tokens('"x": "a {{ notification.id | upcase }} {b"')
    expect(found).toContainEqual(['notification.id', 'liquid.variable'])
    expect(found).toContainEqual(['upcase', 'liquid.filter'])
    expect(found.at(-1)).toEqual(['{b"', 'string'])
  })

  it('a quote inside of Liquid does not end the text around it', () => {
    const found = tokens('"a {{ x | append: "q" }} z", 1')
    expect(found).toContainEqual(['"q"', 'liquid.string'])
    expect(found.at(-1)).toEqual(['1', 'number'])
  })

  it('tags have a name and an expression, over several lines too', () => {
    const found = tokens('{%- if a contains', '"b" -%}', 'true')
    expect(found).toEqual([
      ['{%-', 'liquid.delimiter'], ['if', 'liquid.tag'], ['a', 'liquid.variable'], ['contains', 'keyword'],
      ['"b"', 'liquid.string'], ['-%}', 'liquid.delimiter'], ['true', 'keyword'],
    ])
  })

  it('comments and raw parts end at their own tag only', () => {
    expect(tokens('{% comment %}', '{{ a }} {% endif %}', '{% endcomment %}1').at(-1)).toEqual(['1', 'number'])
    expect(tokens('{% raw %}{{ a }}{% endraw %}', '2').at(-1)).toEqual(['2', 'number'])
    expect(tokens('{% comment %}{{ a }}')).not.toContainEqual(['a', 'liquid.variable'])
  })
})
