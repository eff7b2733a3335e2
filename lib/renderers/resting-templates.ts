import { MAX_RENDER_MS } from '@/lib/templates/template-limits'
import { problemsOf, toAnswer, type RenderAnswer, type RenderReply } from './render-task'

const REST_MS = 60_000
const MAX_KNOWN = 1000
// Once may have been the machine's fault, and one odd event must not fail those that follow.
const IN_A_ROW = 3
// The limit is one of time that passes; the reply tells the CPU time that it got of it, on a busy machine a small part.
const WORTH_RESTING_MS = MAX_RENDER_MS / 10

interface Known {
  slowRuns: number
  until: number
  failed: RenderAnswer
}

const ranIntoLimit = (reply: RenderReply): boolean =>
  reply.ms !== undefined && reply.ms >= WORTH_RESTING_MS && problemsOf(reply).some(({ code }) => code === 'limit')

/**
 * Remembers which templates ended a renderer, or ran into their time limit again and again: for a minute they fail with
 * the same words without being run, because each run would hold up others (I8). The key changes with an edit.
 */
export class RestingTemplates {
  private readonly known = new Map<string, Known>()

  /** What a resting template answers; undefined when it may run. */
  answerOf(key: string): RenderAnswer | undefined {
    const known = this.known.get(key)
    return known && performance.now() < known.until ? known.failed : undefined
  }

  /** It ended its renderer. */
  rest(key: string, failed: RenderAnswer): void {
    this.remember(key, { slowRuns: IN_A_ROW, until: performance.now() + REST_MS, failed })
  }

  /** It was rendered. */
  note(key: string, reply: RenderReply): void {
    if (!ranIntoLimit(reply)) {
      this.known.delete(key)
      return
    }
    const known = this.known.get(key)
    const slowRuns = (known?.slowRuns ?? 0) + 1
    this.remember(key, { slowRuns, until: slowRuns < IN_A_ROW ? 0 : performance.now() + REST_MS, failed: toAnswer(reply) })
  }

  private remember(key: string, known: Known): void {
    if (this.known.size >= MAX_KNOWN && !this.known.has(key)) this.known.clear()
    this.known.set(key, known)
  }
}
