import { marked, type Token, type Tokens } from 'marked'

/** A piece of running text. */
export type Inline =
  | { kind: 'text' | 'code'; text: string }
  | { kind: 'strong' | 'em'; inner: Inline[] }
  | { kind: 'link'; href: string; inner: Inline[] }

export interface Snippet {
  language: string // js, python, …
  label: string
  code: string
}

/** A part of the guide, in the order in which it is read. */
export type GuideBlock =
  | { kind: 'heading'; level: number; id: string; text: string; inner: Inline[] }
  | { kind: 'paragraph'; inner: Inline[] }
  | { kind: 'list'; ordered: boolean; items: Inline[][] }
  | { kind: 'table'; head: Inline[][]; rows: Inline[][][] }
  | { kind: 'code'; snippets: Snippet[] } // several: the same in different languages

export const LANGUAGES: Readonly<Record<string, string>> = {
  js: 'Node.js', python: 'Python', go: 'Go', ruby: 'Ruby', php: 'PHP', java: 'Java', json: 'JSON', sql: 'SQL', sh: 'Shell',
}

/** Reads the Markdown that our guides are written in. What is not known here throws: a test reads every guide. */
export function parseGuide(markdown: string): GuideBlock[] {
  const tokens = marked.lexer(markdown).filter(({ type }) => type !== 'space')
  const blocks: GuideBlock[] = []
  for (const [index, token] of tokens.entries()) {
    if (isLabelOf(token, tokens[index + 1])) continue // the tab says it
    const block = toBlock(token)
    const last = blocks.at(-1)
    if (block.kind === 'code' && last?.kind === 'code' && belongTogether(last.snippets, block.snippets)) last.snippets.push(...block.snippets)
    else blocks.push(block)
  }
  return blocks
}

function toBlock(token: Token): GuideBlock {
  switch (token.type) {
    case 'heading': {
      const { depth, tokens, text } = token as Tokens.Heading
      return { kind: 'heading', level: depth, id: toAnchor(text), text, inner: toInlines(tokens) }
    }
    case 'paragraph': return { kind: 'paragraph', inner: toInlines((token as Tokens.Paragraph).tokens) }
    case 'list': {
      const { ordered, items } = token as Tokens.List
      return { kind: 'list', ordered, items: items.map((item) => toInlines(item.tokens)) }
    }
    case 'table': {
      const { header, rows } = token as Tokens.Table
      return { kind: 'table', head: header.map(({ tokens }) => toInlines(tokens)), rows: rows.map((row) => row.map(({ tokens }) => toInlines(tokens))) }
    }
    case 'code': {
      const { lang = '', text } = token as Tokens.Code
      return { kind: 'code', snippets: [{ language: lang, label: LANGUAGES[lang] ?? lang, code: text }] }
    }
    default: throw new Error(`The guide has something that is not known here: ${token.type}`)
  }
}

function toInlines(tokens: readonly Token[]): Inline[] {
  return tokens.flatMap((token): Inline[] => {
    switch (token.type) {
      case 'text': {
        const { tokens: inner, text } = token as Tokens.Text
        return inner ? toInlines(inner) : [{ kind: 'text', text: unescapeHtml(text) }]
      }
      case 'escape': return [{ kind: 'text', text: (token as Tokens.Escape).text }]
      case 'codespan': return [{ kind: 'code', text: unescapeHtml((token as Tokens.Codespan).text) }]
      case 'strong': case 'em': return [{ kind: token.type, inner: toInlines((token as Tokens.Strong).tokens) }]
      case 'link': return [{ kind: 'link', href: (token as Tokens.Link).href, inner: toInlines((token as Tokens.Link).tokens) }]
      default: throw new Error(`The guide has something that is not known here: ${token.type}`)
    }
  })
}

// The lexer escapes for HTML; React does it itself.
const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': `'` }
function unescapeHtml(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity)
}

// A paragraph that only names the language of the code below it.
function isLabelOf(token: Token, next: Token | undefined): boolean {
  return token.type === 'paragraph' && next?.type === 'code' && LANGUAGES[(next as Tokens.Code).lang ?? ''] === (token as Tokens.Paragraph).text
}

const isProgram = ({ language }: Snippet) => !['json', 'sql', 'sh', ''].includes(language)

function belongTogether(before: readonly Snippet[], added: readonly Snippet[]): boolean {
  return [...before, ...added].every(isProgram) && !added.some(({ language }) => before.some((one) => one.language === language))
}

/** The anchor of a heading, as GitHub makes it: a link holds in both places. */
export function toAnchor(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').trim().replaceAll(' ', '-')
}
