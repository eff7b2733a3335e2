import type { WorkerMessage, WorkerRequest } from './preview-messages'
import { renderPreview } from './render-preview'

// The DOM types describe a window; only these two members of the worker's own scope are used.
const scope: { onmessage: ((event: MessageEvent<WorkerRequest>) => void) | null; postMessage: (message: WorkerMessage) => void } =
  self

scope.onmessage = ({ data }) => {
  scope.postMessage({ kind: 'done', id: data.id, outcome: renderPreview(data.request, () => performance.now()) })
}
scope.postMessage({ kind: 'ready' })
