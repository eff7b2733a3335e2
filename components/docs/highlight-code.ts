export type CodeKind = 'plain' | 'comment' | 'string' | 'number' | 'keyword'
export interface CodeSpan {
  kind: CodeKind
  text: string
}

const words = (text: string) => new Set(text.split(' '))

const KEYWORDS: Readonly<Record<string, ReadonlySet<string>>> = {
  js: words('import from export const let function return if else for of in new throw try catch async await typeof true false null undefined default'),
  python: words('import from def return if elif else for in not and or raise try except with as is None True False lambda'),
  go: words('package import func return if else for range var const type struct nil true false defer err string int64 byte error'),
  ruby: words('require def end return if unless else elsif do then and or not nil true false raise rescue begin each'),
  php: words('function return if else elseif foreach for as use new throw try catch true false null echo int string bool array php'),
  java: words('import public private static final class void return if else for new throw throws try catch true false null var int long byte String boolean'),
  json: words('true false null'),
  sql: words('create table insert into values on conflict do nothing primary key text not null select from where returning unique'),
  sh: words('curl export if then else fi for do done echo'),
}

// One of them at a time, from left to right; what none takes is plain.
const COMMENT: Readonly<Record<string, string>> = {
  js: String.raw`\/\/.*|\/\*[\s\S]*?\*\/`, go: String.raw`\/\/.*|\/\*[\s\S]*?\*\/`, java: String.raw`\/\/.*|\/\*[\s\S]*?\*\/`,
  php: String.raw`\/\/.*|#.*|\/\*[\s\S]*?\*\/`, python: '#.*', ruby: '#.*', sh: '#.*', sql: '--.*',
}
const NEVER = '(?!)'
const STRING = String.raw`"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|` + '`(?:[^`\\\\]|\\\\.)*`'

/** Code in coloured pieces, which together are the code itself. Knows the languages of our guides; others stay plain. Pure. */
export function highlightCode(code: string, language: string): CodeSpan[] {
  const keywords = KEYWORDS[language]
  if (keywords === undefined) return [{ kind: 'plain', text: code }]
  const pattern = new RegExp(String.raw`(?<comment>${COMMENT[language] ?? NEVER})|(?<string>${STRING})|(?<number>\b\d[\w.]*)|(?<word>[A-Za-z_$][\w$]*)`, 'g')
  const spans: CodeSpan[] = []
  const add = (kind: CodeKind, text: string) => {
    const last = spans.at(-1)
    if (last?.kind === kind) last.text += text
    else if (text !== '') spans.push({ kind, text })
  }
  let end = 0
  for (const match of code.matchAll(pattern)) {
    add('plain', code.slice(end, match.index))
    const [text] = match
    const { comment, string, number } = match.groups ?? {}
    add(comment !== undefined ? 'comment' : string !== undefined ? 'string' : number !== undefined ? 'number' : keywords.has(language === 'sql' ? text.toLowerCase() : text) ? 'keyword' : 'plain', text)
    end = match.index + text.length
  }
  add('plain', code.slice(end))
  return spans
}
