import type { RenderAnswer, RenderTask } from './render-task'

/** A task that waits for its answer. */
export interface RenderJob {
  task: RenderTask
  /** The template with whom it belongs to: what fails together. */
  key: string
  /** Whose quick renders speak for it: the same, or the workspace whose people try out ever new templates. */
  trust: string
  /** Who takes turns: the workspace. */
  turn: string
  /** Not to be put into one message with others. */
  isAlone: boolean
  /** When it is given up unless it has begun; Infinity: never. */
  giveUpAt: number
  /** How many renderers ended while they had it. */
  deaths: number
  settle(answer: RenderAnswer): void
  fail(error: Error): void
}

const MOST_TOGETHER = 100
const MOST_CHARS = 2_000_000
// Each may run into its time limit, and the others of the careful lane wait for it.
const MOST_CAREFUL = 5
const MOST_TRUSTED = 20_000

/**
 * What waits, in two lanes. Templates that have shown to be quick go together, in order. All others (new, slow, under
 * suspicion) wait apart, by turns of their workspaces and each in a message of its own, so that it is known who is to
 * blame when a renderer ends; the owner never lets them take all renderers.
 */
export class RenderQueue {
  private quick: RenderJob[] = []
  private readonly careful = new Map<string, RenderJob[]>()
  private readonly trusted = new Set<string>()

  get isEmpty(): boolean {
    return this.quick.length === 0 && this.careful.size === 0
  }

  add(job: RenderJob): void {
    if (this.trusted.has(job.trust)) return void this.quick.push(job)
    const waiting = this.careful.get(job.turn)
    if (waiting) waiting.push(job)
    else this.careful.set(job.turn, [job])
  }

  /** Its template was quick: from now on it goes with the others. */
  trust(name: string): void {
    if (this.trusted.has(name)) return
    if (this.trusted.size >= MOST_TRUSTED) this.trusted.clear()
    this.trusted.add(name)
  }

  /** Its template was slow or is under suspicion. */
  distrust(name: string): void {
    this.trusted.delete(name)
  }

  /** The next message of quick templates. */
  takeQuick(): RenderJob[] {
    const [first] = this.quick
    if (!first) return []
    let chars = 0
    const end = this.quick.findIndex((job, index) => {
      chars += sizeOf(job)
      return index > 0 && (job.isAlone || first.isAlone || index === MOST_TOGETHER || chars > MOST_CHARS)
    })
    return this.quick.splice(0, end === -1 ? this.quick.length : end)
  }

  /** The next message of the others: one template's, of the workspace whose turn it is. */
  takeCareful(): RenderJob[] {
    const [next] = this.careful
    if (!next) return []
    const [turn, waiting] = next
    const [first] = waiting
    const end = waiting.findIndex((job, index) => index > 0 && (job.key !== first?.key || job.isAlone || index === MOST_CAREFUL))
    const jobs = waiting.splice(0, end === -1 ? waiting.length : end)
    this.careful.delete(turn)
    if (waiting.length > 0) this.careful.set(turn, waiting)
    return jobs
  }

  /** Takes out all that wait and that `isMeant` says. */
  remove(isMeant: (job: RenderJob) => boolean): RenderJob[] {
    const removed: RenderJob[] = []
    const keep = (job: RenderJob) => !isMeant(job) || removed.push(job) === 0
    this.quick = this.quick.filter(keep)
    for (const [turn, waiting] of this.careful) {
      const left = waiting.filter(keep)
      if (left.length === 0) this.careful.delete(turn)
      else this.careful.set(turn, left)
    }
    return removed
  }
}

function sizeOf({ task: { template, notification } }: RenderJob): number {
  return template.length + (typeof notification === 'string' ? notification : notification.context).length
}
