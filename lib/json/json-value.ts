import type { ExactNumber } from '@/lib/json/exact-number'

/**
 * What `parseJson` returns: ordinary JSON values, with `ExactNumber` only where a JavaScript number would lose text.
 */
export type JsonValue = null | boolean | number | string | ExactNumber | JsonValue[] | JsonObject
export type JsonObject = { [key: string]: JsonValue }

const keyOrder = Symbol('keyOrder')

/**
 * JavaScript moves integer-like keys ("10", "2") to the front. For such an object the received order is kept beside it:
 * `orderedKeys` reads it, and an iterator of `[key, value]` pairs lets a Liquid `for` follow it too.
 */
export function keepKeyOrder(object: JsonObject, keys: readonly string[]): void {
  Object.defineProperty(object, keyOrder, { value: keys, enumerable: false })
  Object.defineProperty(object, Symbol.iterator, {
    enumerable: false,
    value: function* () {
      for (const key of keys) yield [key, object[key]]
    },
  })
}

/** The own keys of an object in the order in which they were received. */
export function orderedKeys(object: object): readonly string[] {
  const kept: unknown = Object.getOwnPropertyDescriptor(object, keyOrder)?.value
  return Array.isArray(kept) ? kept : Object.keys(object)
}
