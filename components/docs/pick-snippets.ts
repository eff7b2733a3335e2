import type { GuideBlock, Snippet } from './parse-guide'

/** The code in several languages that stands last under that heading: what needs no library. Empty where there is none. Pure. */
export function pickSnippets(blocks: readonly GuideBlock[], anchor: string): Snippet[] {
  const start = blocks.findIndex((block) => block.kind === 'heading' && block.id === anchor)
  if (start === -1) return []
  const end = blocks.findIndex((block, index) => index > start && block.kind === 'heading')
  const inside = blocks.slice(start, end === -1 ? undefined : end)
  const last = inside.findLast((block) => block.kind === 'code' && block.snippets.length > 1)
  return last?.kind === 'code' ? last.snippets : []
}
