import type { ProblemFix } from './fixable-problem'

/** What buttons around the editor can do with it, whichever of the two modes is shown. */
export interface EditorHandle {
  /** Writes at the cursor, replacing what is selected, and gives the focus back. `make` gets the text before it. */
  insert: (make: (before: string) => string) => void
  /** Line and column from 1. */
  moveTo: (line: number, column: number) => void
  /** Mends a problem, unless its line has changed since; columns from 1, `endColumn` behind the last character. */
  mend: (fix: ProblemFix) => void
}
