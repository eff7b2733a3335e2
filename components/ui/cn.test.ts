import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { extendTailwindMerge } from 'tailwind-merge'
import { describe, expect, it } from 'vitest'
import { cn } from './cn'

/** The library with its full table, which knows all of Tailwind. */
const full = extendTailwindMerge({
  extend: { theme: { text: ['12', '13', '14', '16', 'title'], radius: ['control', 'panel'], shadow: ['float'] } },
})

function classesOf(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name)
    if (entry.isDirectory()) return classesOf(path)
    if (!entry.name.endsWith('.tsx')) return []
    const quoted = readFileSync(path, 'utf8').match(/'[^'\n]*'|"[^"\n]*"/g) ?? []
    return quoted.flatMap((text) => text.slice(1, -1).split(/\s+/)).filter((word) => /^[\w!@[\]:./%(),*&>=#-]+$/.test(word) && /[a-z]/.test(word))
  })
}

// Classes under different conditions never replace each other.
const modifiersOf = (one: string) => one.replace(/[^:\]]*$/, '')

describe('what joins class names', () => {
  it('lets the later of two of a kind win, and nothing else', () => {
    expect(cn('h-8 px-3 text-13', 'h-10 text-bad', false, 'pr-1')).toBe('px-3 text-13 h-10 text-bad pr-1')
  })

  it('decides as the full table for every two classes that our screens use', () => {
    const classes = [...new Set(classesOf(join(import.meta.dirname, '..')))]
    const known = classes.filter((one) => full(`${one} ${one}`) === one) // what is no class of Tailwind is kept twice
    const differing: string[] = []
    for (const first of known) {
      for (const second of known.filter((other) => other !== first && modifiersOf(other) === modifiersOf(first))) {
        const pair = `${first} ${second}`
        if (full(pair) !== cn(pair)) differing.push(pair)
      }
    }
    expect(known.length).toBeGreaterThan(300)
    expect(differing).toEqual([])
  })
})
