import type { Progress } from './stored-operation'

/** What a step of an operation did. */
export interface StepResult {
  after: Progress['after']
  sent: number
  failed: number
  error: string | null
  /** Nothing could be done now: enough is waiting to be sent. */
  held: boolean
  /** Why nothing more can be done at all. */
  over: string | null
}
