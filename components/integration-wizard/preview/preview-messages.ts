import type { TemplateProblem } from '@/lib/contracts/template'

/** What the page asks the preview worker to render. All plain data, because it crosses a thread. */
export interface PreviewRequest {
  template: string
  contentType: string
  contextSchema: Record<string, unknown>
  /** The notification as JSON text; what it leaves out comes from `fallbackSample`. */
  sample: string
  fallbackSample: string
  integration: { id: string; name: string }
  workspace: { id: string; name: string }
}

/** A problem with the edit that mends it, where there is one. */
export interface PreviewProblem extends TemplateProblem {
  fix?: ProblemFix
}

/** Replaces what stands from `column` to `endColumn` of a line. */
export interface ProblemFix {
  label: string
  line: number
  column: number
  endColumn: number
  text: string
}

export interface PreviewOutcome {
  output: string
  valid: boolean
  problems: PreviewProblem[]
  bytes: number
  milliseconds: number
}

export type WorkerMessage = { kind: 'ready' } | { kind: 'done'; id: number; outcome: PreviewOutcome }
export interface WorkerRequest {
  id: number
  request: PreviewRequest
}
