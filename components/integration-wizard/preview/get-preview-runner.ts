'use client'

import { makePreviewWorker } from './make-preview-worker'
import { PreviewRunner } from './preview-runner'

let shared: PreviewRunner | null = null

/** One worker for the whole page: the live preview and the checks of all triggers take turns in it. */
export function getPreviewRunner(): PreviewRunner {
  shared ??= new PreviewRunner(makePreviewWorker)
  return shared
}

/** Ends the worker when the wizard is left. */
export function endPreviewRunner(): void {
  shared?.dispose()
  shared = null
}
