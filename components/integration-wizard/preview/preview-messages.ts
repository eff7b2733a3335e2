import type { FixableProblem } from '@/components/code-editor/fixable-problem'

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

export interface PreviewOutcome {
  output: string
  valid: boolean
  problems: FixableProblem[]
  bytes: number
  milliseconds: number
}

export type WorkerMessage = { kind: 'ready' } | { kind: 'done'; id: number; outcome: PreviewOutcome }
export interface WorkerRequest {
  id: number
  request: PreviewRequest
}
