import type { TemplateProblem } from '@/lib/contracts/template'

/** A problem with the edit that mends it, where there is one. */
export interface FixableProblem extends TemplateProblem {
  fix?: ProblemFix
}

/** Replaces what stands from `column` to `endColumn` of a line, as long as that line is still what it `was`: typing is faster than checking. */
export interface ProblemFix {
  label: string
  was: string
  line: number
  column: number
  endColumn: number
  text: string
}
