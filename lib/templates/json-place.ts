/**
 * Where in a JSON text something is written: outside of any string, inside one, or inside and right behind a
 * backslash.
 */
export const OUTSIDE = 0
export const INSIDE = 1
export const BEHIND_BACKSLASH = 2
export type JsonPlace = typeof OUTSIDE | typeof INSIDE | typeof BEHIND_BACKSLASH

/** The place behind a text that begins at a given place. */
export function placeAfter(text: string, from: JsonPlace): JsonPlace {
  let place = from
  for (let at = 0; at < text.length; at += 1) {
    if (place === OUTSIDE) {
      at = text.indexOf('"', at)
      if (at === -1) return OUTSIDE
      place = INSIDE
    } else if (place === BEHIND_BACKSLASH) place = INSIDE
    else {
      const code = text.charCodeAt(at)
      if (code === 0x22) place = OUTSIDE
      else if (code === 0x5c) place = BEHIND_BACKSLASH
    }
  }
  return place
}

// Most values need nothing, and the test is cheaper than writing them anew. Surrogates are left to JSON.stringify.
const NEEDS_ESCAPE = /["\\\u0000-\u001f\ud800-\udfff]/

/** Text for the inside of a JSON string; lone surrogates become escapes, so that the body stays valid UTF-8. */
export function escapeForString(text: string): string {
  return NEEDS_ESCAPE.test(text) ? JSON.stringify(text).slice(1, -1) : text
}
