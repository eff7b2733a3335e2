import { parseJson } from '@/lib/json/parse-json'
import { stringifyJson } from '@/lib/json/stringify-json'

/** JSON indented by two spaces, numbers and key order as received; null when the text is no object or array. */
export function prettyJson(text: string): string | null {
  if (!/^\s*[{[]/.test(text)) return null
  try {
    return stringifyJson(parseJson(text), 2)
  } catch {
    return null // cut off, or never JSON: shown as it is
  }
}
