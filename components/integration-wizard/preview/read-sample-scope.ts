import { parseJson } from '@/lib/json/parse-json'
import type { JsonValue } from '@/lib/json/json-value'

/** The sample as template data, for the values beside the variables; empty while it is half-typed. */
export function readSampleScope(text: string): { notification?: JsonValue } {
  try {
    return { notification: parseJson(text) }
  } catch {
    return {}
  }
}
