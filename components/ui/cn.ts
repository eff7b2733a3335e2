import { clsx, type ClassValue } from 'clsx'

// Of two classes of one kind the later counts. A library that knows all of Tailwind weighs more than all our other helpers
// together; this knows what our screens use, and its test compares it with that library.
const words = (text: string) => text.split(' ')

/** Kinds that are a name before any value: `w-8`, `w-full`. */
const scales = new Set(words(
  'w min-w max-w h min-h max-h size z top right bottom left inset inset-x inset-y p px py pt pr pb pl m mx my mt mr mb ml '
  + 'space-x space-y gap gap-x gap-y bg grid-cols col-span col-start basis opacity leading tracking cursor select translate-x translate-y '
  + 'rotate fill stroke divide-x divide-y animate transition line-clamp order resize outline-offset justify justify-self align list break '
  + 'whitespace grow shrink items self overflow overflow-x overflow-y rounded shadow border-t border-r border-b border-l text border',
))
/** Kinds by their whole names. */
const exact = new Map(Object.entries({
  display: 'block inline-block inline flex inline-flex grid inline-grid hidden contents table',
  position: 'static fixed absolute relative sticky',
  truncate: 'truncate',
  size: 'text-12 text-13 text-14 text-16 text-title text-[0.92em]',
  align: 'text-left text-center text-right',
  wrap: 'text-balance text-pretty text-wrap text-nowrap',
  weight: 'font-normal font-medium font-semibold font-bold',
  family: 'font-sans font-mono',
  direction: 'flex-row flex-row-reverse flex-col flex-col-reverse',
  flexWrap: 'flex-wrap flex-nowrap',
  flex: 'flex-1 flex-none flex-auto',
  borderWidth: 'border border-0 border-2',
  borderStyle: 'border-solid border-dashed',
  borderCollapse: 'border-collapse border-separate',
}).flatMap(([kind, names]) => words(names).map((name) => [name, `=${kind}`] as const)))

/** What a class of a kind also overrides. */
const overrides = new Map(Object.entries({
  size: 'w h',
  p: 'px py pt pr pb pl', px: 'pr pl', py: 'pt pb',
  m: 'mx my mt mr mb ml', mx: 'mr ml', my: 'mt mb',
  inset: 'inset-x inset-y top right bottom left', 'inset-x': 'left right', 'inset-y': 'top bottom',
  gap: 'gap-x gap-y',
  overflow: 'overflow-x overflow-y',
  'line-clamp': '=display overflow',
  '=flex': 'grow shrink basis',
  '=size': 'leading',
  '=borderWidth': 'border-t border-r border-b border-l',
}).map(([kind, others]) => [kind, words(others)] as const))

function kindOf(name: string): string | undefined {
  const known = exact.get(name)
  if (known !== undefined) return known
  const plain = name.replace(/^-/, '')
  for (let end = plain.length; end > 0; end = plain.lastIndexOf('-', end - 1)) {
    if (scales.has(plain.slice(0, end))) return plain.slice(0, end)
  }
  return undefined
}

/** Where the name begins: after the last colon that stands in no bracket. */
function startOfName(one: string): number {
  let depth = 0
  let start = 0
  for (let at = 0; at < one.length; at += 1) {
    const char = one[at] ?? ''
    if ('[('.includes(char)) depth += 1
    else if ('])'.includes(char)) depth -= 1
    else if (char === ':' && depth === 0) start = at + 1
  }
  return start
}

function merge(joined: string): string {
  const taken = new Set<string>()
  const kept: string[] = []
  for (const one of joined.trim().split(/\s+/).reverse()) {
    const start = startOfName(one)
    const name = one.slice(start)
    const condition = one.slice(0, start) + (name.includes('!') ? '!' : '')
    const kind = kindOf(name.replace('!', ''))
    if (kind !== undefined) {
      if (taken.has(condition + kind)) continue
      for (const other of [kind, ...overrides.get(kind) ?? []]) taken.add(condition + other)
    }
    kept.push(one)
  }
  return kept.reverse().join(' ')
}

// Screens join the same few thousand strings over and over.
const merged = new Map<string, string>()

/** Joins class names; a later one wins over an earlier one of the same kind. */
export function cn(...classes: ClassValue[]): string {
  const joined = clsx(classes)
  const known = merged.get(joined)
  if (known !== undefined) return known
  if (merged.size > 2000) merged.clear()
  const text = merge(joined)
  merged.set(joined, text)
  return text
}
