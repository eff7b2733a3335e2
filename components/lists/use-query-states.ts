'use client'

import { useSearchParams } from 'next/navigation'
import { useCallback, useMemo } from 'react'

/** How one value stands in the address; `absent` is what its absence means. */
interface QueryParser<T, A extends T | null> {
  read: (text: string) => T | null
  write: (value: T) => string
  absent: A
}

/** The ways a value can stand in the address. */
export const query = {
  text: { read: (text) => text, write: (value) => value, absent: '' } satisfies QueryParser<string, string>,
  /** `null` when absent. */
  optionalText: { read: (text) => text, write: (value) => value, absent: null } satisfies QueryParser<string, null>,
  /** One of a few words; `null` when absent or something else. */
  oneOf: <T extends string>(words: readonly T[]): QueryParser<T, null> => ({ read: pick(words), write: String, absent: null }),
  /** One of a few words, else this one. */
  oneOfOr: <T extends string>(words: readonly T[], absent: T): QueryParser<T, T> => ({ read: pick(words), write: String, absent }),
  /** Some of a few words, with commas between them. */
  someOf: <T extends string>(words: readonly T[]): QueryParser<T[], T[]> => ({
    read: (text) => text.split(',').map(pick(words)).filter((word) => word !== null),
    write: (values) => values.join(','),
    absent: [],
  }),
}

const pick = <T extends string>(words: readonly T[]) => (text: string) => words.find((word) => word === text) ?? null

interface AnyParser {
  read: (text: string) => unknown
  write: (value: never) => string
  absent: unknown
}
type Parsers = Record<string, AnyParser>
export type QueryValues<P extends Parsers> = { [K in keyof P]: Exclude<ReturnType<P[K]['read']>, null> | P[K]['absent'] }
type Change<P extends Parsers> = { [K in keyof P]?: QueryValues<P>[K] | null }

/**
 * State that lives in the address, so that it can be shared, survives a reload and is followed by Back. `parsers` is a
 * constant of its module. A change replaces the entry of the browser's history.
 */
export function useQueryStates<P extends Parsers>(parsers: P): [QueryValues<P>, (change: Change<P>) => void] {
  const search = useSearchParams()
  const values = useMemo(() => readQuery(parsers, search), [parsers, search])
  const change = useCallback((next: Change<P>) => {
    // From the window, not from the last render: two changes in a row must not undo each other.
    const url = new URL(window.location.href)
    writeQuery(parsers, next, url.searchParams)
    if (url.href !== window.location.href) window.history.replaceState(null, '', url)
  }, [parsers])
  return [values, change]
}

/** One of them. `parser` is a constant of its module too. */
export function useQueryState<P extends AnyParser>(name: string, parser: P) {
  const parsers = useMemo(() => ({ [name]: parser }), [name, parser])
  const [values, change] = useQueryStates(parsers)
  const set = useCallback((value: QueryValues<{ one: P }>['one'] | null) => change({ [name]: value }), [name, change])
  return [values[name] as QueryValues<{ one: P }>['one'], set] as const // the index loses its type
}

/** What the address says, by each value's own parser. Pure. */
export function readQuery<P extends Parsers>(parsers: P, search: Pick<URLSearchParams, 'get'>): QueryValues<P> {
  const entries = Object.entries(parsers).map(([name, { read, absent }]) => {
    const text = search.get(name)
    return [name, text === null ? absent : read(text) ?? absent]
  })
  return Object.fromEntries(entries) as QueryValues<P>
}

/** Puts a change into the address; what means the same as nothing is left out of it. */
export function writeQuery<P extends Parsers>(parsers: P, change: Change<P>, search: URLSearchParams): void {
  for (const [name, value] of Object.entries(change)) {
    const parser = parsers[name]
    if (parser === undefined) continue
    const text = value === null || value === undefined ? '' : parser.write(value as never) // each value fits its own parser
    if (text === '' || JSON.stringify(value) === JSON.stringify(parser.absent)) search.delete(name)
    else search.set(name, text)
  }
}
