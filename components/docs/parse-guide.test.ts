import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { findProjectRoot } from '@/lib/project-root'
import { parseGuide, type GuideBlock, type Inline } from './parse-guide'

const guide = parseGuide(readFileSync(join(findProjectRoot(), 'docs', 'receivers.md'), 'utf8'))
const of = <K extends GuideBlock['kind']>(kind: K) => guide.filter((block): block is Extract<GuideBlock, { kind: K }> => block.kind === kind)

it('the guide for receivers is read to the end, each anchor once', () => {
  const ids = of('heading').map(({ id }) => id)
  expect(ids).toContain('guard-argyle-and-own-headers')
  expect(new Set(ids).size).toBe(ids.length)
  expect(of('heading').filter(({ level }) => level === 1)).toHaveLength(1)
})

it('the same in several languages is one block, without the lines that only name them', () => {
  const tabs = of('code').map(({ snippets }) => snippets.map(({ label }) => label)).filter(({ length }) => length > 1)
  const six = ['Node.js', 'Python', 'Go', 'Ruby', 'PHP', 'Java']
  expect(tabs).toEqual([['Node.js', 'Python'], six, six])
  expect(of('paragraph').filter(({ inner }) => inner.length === 1 && inner[0]?.kind === 'text' && six.includes(inner[0].text))).toEqual([])
})

it('links lead to a place in the guide, to the product, or to a site', () => {
  const ids = of('heading').map(({ id }) => `#${id}`)
  const links = (inlines: readonly Inline[]): string[] => inlines.flatMap((one) => ('inner' in one ? [...(one.kind === 'link' ? [one.href] : []), ...links(one.inner)] : []))
  const all = guide.flatMap((block) => ('inner' in block ? links(block.inner) : block.kind === 'list' ? block.items.flatMap(links) : block.kind === 'table' ? block.rows.flat().flatMap(links) : []))
  expect(all.length).toBeGreaterThan(0)
  expect(all.filter((href) => !ids.includes(href) && !/^(https:\/\/|\/)/.test(href))).toEqual([])
})

it('texts are as they were written', () => {
  expect(parseGuide('a `<b>` & "c" **d** [e](#f) \\*')).toEqual([{ kind: 'paragraph', inner: [
    { kind: 'text', text: 'a ' }, { kind: 'code', text: '<b>' }, { kind: 'text', text: ' & "c" ' }, { kind: 'strong', inner: [{ kind: 'text', text: 'd' }] },
    { kind: 'text', text: ' ' }, { kind: 'link', href: '#f', inner: [{ kind: 'text', text: 'e' }] }, { kind: 'text', text: ' ' }, { kind: 'text', text: '*' },
  ] }])
  expect(() => parseGuide('> quoted')).toThrow('blockquote')
})
