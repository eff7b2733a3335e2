import { MAX_RENDER_MS } from '@/lib/templates/template-limits'
import type { RenderedDelivery } from './render-delivery'

const REST_MS = 60_000
const MAX_KNOWN = 1000

/**
 * Remembers which templates ran into their time limit: for a minute they fail with the same words without being run,
 * because each run would hold up everybody else's deliveries for half a second (I8). `key` changes with an edit.
 */
export class SlowTemplates {
  private readonly resting = new Map<string, { until: number; failed: RenderedDelivery }>()

  render(key: string, run: () => RenderedDelivery): RenderedDelivery {
    const started = performance.now()
    const known = this.resting.get(key)
    if (known && started < known.until) return known.failed
    const rendered = run()
    if (rendered.ok || performance.now() - started < MAX_RENDER_MS) return rendered
    if (this.resting.size >= MAX_KNOWN) this.resting.clear()
    this.resting.set(key, { until: performance.now() + REST_MS, failed: rendered })
    return rendered
  }
}
