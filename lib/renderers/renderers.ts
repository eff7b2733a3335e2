import { createHash } from 'node:crypto'
import { logger } from '@/lib/logger'
import { counter } from '@/lib/metrics/count'
import type { TemplateCheck } from '@/lib/templates/check-template'
import { RendererPool } from './renderer-pool'
import { problemsOf, type RenderAnswer, type RenderTask } from './render-task'

// Next loads modules twice, and web.ts is a bundle of its own: one pool per process.
const holder = globalThis as typeof globalThis & { hookwrightRenderers?: RendererPool | undefined }

const create = (): RendererPool => new RendererPool({
  onRestart: (reason, detail) => {
    counter('hookwright_renderer_restarts_total', { reason }).value++
    logger().warn({ reason, detail }, 'a renderer ended and is replaced')
  },
})

/** The renderers of this process. Web and worker start them ahead, tools with the first template. */
export const renderers = (): RendererPool => (holder.hookwrightRenderers ??= create())

/** Ends them; for the end of the process, after everything that renders. */
export function stopRenderers(): void {
  holder.hookwrightRenderers?.stop()
  holder.hookwrightRenderers = undefined
}

/** How long to wait for a renderer: with the time that a template may take this stays within two seconds. */
export const PATIENCE_MS = 1100

/** Names a template by its text and who has it, for what fails together. */
export function belongingTo(owner: string, template: string): { key: string; trust: string } {
  const key = `${owner} ${createHash('sha256').update(template).digest('base64')}`
  return { key, trust: key }
}

/**
 * Renders while somebody waits for it: whatever the template does, there is an answer within two seconds.
 * @throws DomainError `unavailable` when all renderers are busy with others for too long.
 */
export function renderWhileWaiting(workspaceId: string, task: RenderTask): Promise<RenderAnswer> {
  const { key } = belongingTo(workspaceId, task.template)
  // Each keystroke is a new template: the workspace as a whole has to be trusted.
  return renderers().render({ task, key, trust: workspaceId, turn: workspaceId, isAlone: true, patienceMs: PATIENCE_MS })
}

/** The preview of a template, with everything that is wrong with it, likewise. */
export async function checkWhileWaiting(
  workspaceId: string, task: RenderTask & Required<Pick<RenderTask, 'contextSchema'>>,
): Promise<TemplateCheck> {
  const answer = await renderWhileWaiting(workspaceId, task)
  if ('check' in answer) return answer.check
  return { output: '', valid: false, problems: problemsOf(answer), bytes: 0 }
}
