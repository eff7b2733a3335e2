import { MAX_RENDER_MS } from '@/lib/templates/template-limits'
import type { RenderedDelivery } from './render-delivery'

const REST_MS = 60_000
const MAX_KNOWN = 1000
// Once may have been the machine's fault, and one odd event must not fail those that follow.
const IN_A_ROW = 3

interface Known {
  slowRuns: number
  until: number
  failed: RenderedDelivery
}

/**
 * Remembers which templates run into their time limit again and again: for a minute they fail with the same words without
 * being run, because each run would hold up everybody else's deliveries for half a second (I8). `key` changes with an edit.
 */
export class SlowTemplates {
  private readonly known = new Map<string, Known>()

  render(key: string, run: () => RenderedDelivery): RenderedDelivery {
    const started = performance.now()
    const known = this.known.get(key)
    if (known && started < known.until) return known.failed
    const rendered = run()
    if (rendered.ok || performance.now() - started < MAX_RENDER_MS) {
      this.known.delete(key)
      return rendered
    }
    if (this.known.size >= MAX_KNOWN) this.known.clear()
    const slowRuns = (known?.slowRuns ?? 0) + 1
    this.known.set(key, { slowRuns, until: slowRuns < IN_A_ROW ? 0 : performance.now() + REST_MS, failed: rendered })
    return rendered
  }
}
