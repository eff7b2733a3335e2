import type * as z from 'zod'
import type { FieldError } from '@/lib/contracts/problem'
import { invalid } from '@/lib/errors'

const escapeToken = (part: PropertyKey) => String(part).replaceAll('~', '~0').replaceAll('/', '~1')

/** A JSON pointer (RFC 6901) from a path. */
export const toPointer = (path: readonly PropertyKey[]): string => path.map((part) => `/${escapeToken(part)}`).join('')

const isMissing = ({ code, input, message }: z.core.$ZodIssue): boolean =>
  input === undefined && (code === 'invalid_value' || (code === 'invalid_type' && / received undefined$/.test(message)))

const codeOf = (issue: z.core.$ZodIssue): string => {
  if (isMissing(issue)) return 'required'
  return issue.code === 'custom' ? 'invalid' : issue.code
}

const messageOf = (issue: z.core.$ZodIssue): string =>
  codeOf(issue) === 'required' ? 'Is required' : issue.message

// A union's own message ("Invalid input") helps nobody: the branch that came furthest says what is wrong.
const flatten = (issue: z.core.$ZodIssue): z.core.$ZodIssue[] => {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue]
  const depth = (branch: z.core.$ZodIssue[]) => Math.max(0, ...branch.map((inner) => inner.path.length))
  const best = [...issue.errors].sort((a, b) => depth(b) - depth(a))[0] ?? []
  if (depth(best) === 0) return [{ ...issue, message: best[0]?.message ?? issue.message }]
  return best.flatMap((inner) => flatten({ ...inner, path: [...issue.path, ...inner.path] }))
}

const fieldErrors = (issue: z.core.$ZodIssue, at: (path: readonly PropertyKey[]) => string): FieldError[] =>
  issue.code === 'unrecognized_keys'
    ? issue.keys.map((key) => ({
        pointer: at([...issue.path, key]), code: 'unrecognized_key', message: `There is no field "${key}" here`,
      }))
    : [{ pointer: at(issue.path), code: codeOf(issue), message: messageOf(issue) }]

// Postgres text cannot hold U+0000, and a lone surrogate would come back as another character.
const isBad = (text: string): boolean => text.includes('\u0000') || !text.isWellFormed()

// It would come back as another number, or as null.
const isInexact = (value: number): boolean => Number.isInteger(value) ? !Number.isSafeInteger(value) : !Number.isFinite(value)

// Nearly all values are good: whether is asked first, without noting where.
const hasBadValue = (value: unknown, free: ReadonlySet<string>): boolean => {
  if (typeof value === 'string') return isBad(value)
  if (typeof value === 'number') return isInexact(value)
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return value.some((item) => hasBadValue(item, free))
  return Object.keys(value).some((key) => !free.has(key) && hasBadValue(Reflect.get(value, key), free))
}

function* badValues(value: unknown, path: PropertyKey[], free: ReadonlySet<string>): Generator<FieldError> {
  if (typeof value === 'string') {
    const pointer = toPointer(path)
    if (value.includes('\u0000')) yield { pointer, code: 'invalid', message: 'Must not contain the character U+0000' }
    else if (isBad(value)) yield { pointer, code: 'invalid', message: 'Has half a surrogate pair' }
  } else if (typeof value === 'number') {
    if (isInexact(value)) yield { pointer: toPointer(path), code: 'invalid', message: 'Is too large to be kept exactly: send it as a text' }
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* badValues(item, [...path, index], free)
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) if (!free.has(key)) yield* badValues(item, [...path, key], free)
  }
}

const checkValues = (value: unknown, free: ReadonlySet<string>, at: (pointer: string) => string): void => {
  if (!hasBadValue(value, free)) return
  throw invalid([...badValues(value, [], free)].map((error) => ({ ...error, pointer: at(error.pointer) })))
}

/**
 * Parses `value` by the contract or throws 422 with a pointer for each bad field. Fields named in `free` (an event's
 * context, say) are kept as text elsewhere and may hold any characters.
 */
export function validate<T extends z.ZodType>(schema: T, value: unknown, free: readonly string[] = []): z.output<T> {
  const parsed = schema.safeParse(value, { reportInput: true })
  if (!parsed.success) throw invalid(parsed.error.issues.flatMap(flatten).flatMap((issue) => fieldErrors(issue, toPointer)))
  checkValues(parsed.data, new Set(free), (pointer) => pointer)
  return parsed.data
}

/** Parses the query string by the contract; repeated names become a list. A bad one is 422 with the pointer `?name`. */
export function validateQuery<T extends z.ZodType>(schema: T, search: URLSearchParams): z.output<T> {
  const values: Record<string, unknown> = {}
  for (const name of new Set(search.keys())) {
    const all = search.getAll(name)
    values[name] = all.length > 1 ? all : all[0]
  }
  const parsed = schema.safeParse(values, { reportInput: true })
  const at = (path: readonly PropertyKey[]) => `?${String(path[0] ?? '')}`
  if (!parsed.success) throw invalid(parsed.error.issues.flatMap(flatten).flatMap((issue) => fieldErrors(issue, at)))
  checkValues(parsed.data, new Set(), (pointer) => pointer.replace('/', '?'))
  return parsed.data
}
