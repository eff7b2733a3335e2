import type { PreviewPort } from './preview-runner'

/** A fresh worker; bundlers find it by exactly this expression. */
export function makePreviewWorker(): PreviewPort {
  const worker = new Worker(new URL('./preview.worker.ts', import.meta.url), { type: 'module' })
  const port: PreviewPort = {
    postMessage: (message) => worker.postMessage(message),
    terminate: () => worker.terminate(),
    onmessage: null,
    onerror: null,
  }
  worker.onmessage = (event: MessageEvent) => port.onmessage?.(event)
  worker.onerror = (event) => port.onerror?.(event)
  return port
}
