/**
 * What can be wrong with a template. Closed list:
 * - `syntax` not Liquid; `unknown_tag` (also `include`, `render`, `layout`, `block`, which are not offered);
 *   `unknown_filter`
 * - `unknown_variable` (warning) neither in the scope nor in the type's context schema nor made by the template
 * - `render` a tag or filter failed on this data; `limit` too long, too deep, too slow or too much memory
 * - `placeholder` what a preset has where something of one's own belongs was not replaced
 * - `invalid_json` the output is not JSON although the content type says so; `too_large` more than 256 KB
 */
export const PROBLEM_CODES = [
  'syntax',
  'unknown_tag',
  'unknown_filter',
  'unknown_variable',
  'render',
  'limit',
  'placeholder',
  'invalid_json',
  'too_large',
] as const
export type ProblemCode = (typeof PROBLEM_CODES)[number]

/** A problem and where it stands in the template: `line` and `column` from 1, `endColumn` behind its last character. */
export type Problem = {
  severity: 'error' | 'warning'
  line: number
  column: number
  endColumn: number
  code: ProblemCode
  message: string
  /** A name that was probably meant. */
  suggestion?: string
  /** `invalid_json` only: where the output stops being JSON. */
  output?: { offset: number; line: number; column: number }
}
