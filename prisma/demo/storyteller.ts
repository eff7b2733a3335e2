import { filterEvent } from '@/lib/events/filter-event'
import { matchEvent } from '@/lib/events/match-event'
import { firstIdAt } from '@/lib/ids'
import type { Target } from '@/lib/integrations/load-targets'
import type { DemoIntegration } from './demo-integrations'
import { factsAbout, type DemoScorecard } from './demo-scorecards'
import type { Chance } from './make-random'
import { planDelivery } from './plan-delivery'
import type { DemoEvent } from './plan-events'
import type { DemoStory } from './write-history'

/** An integration of the demo as it was created. */
export interface Made {
  demo: DemoIntegration
  target: Target
}

const idAt = (prefix: 'evt' | 'dlv' | 'att', at: number, chance: Chance): string => firstIdAt(prefix, at) + chance.idEnd()

/** Tells what becomes of events, in the order of their time: the product's own matching, filters, retries and switches. */
export class Storyteller {
  private readonly goneAt = new Map<string, number>()
  private readonly factsAbout: ReturnType<typeof factsAbout>
  /** Of integrations that a 410 has switched off: when. */
  get switchedOff(): ReadonlyMap<string, number> { return this.goneAt }

  constructor(
    private readonly chance: Chance, private readonly made: readonly Made[], scorecards: readonly DemoScorecard[], private readonly now: number,
  ) {
    this.factsAbout = factsAbout(scorecards)
  }

  tell(event: DemoEvent): DemoStory {
    const { chance, now } = this
    const candidates = this.made.map((one) => ({
      ...one, id: one.target.id, triggers: one.target.triggers,
      enabled: !this.goneAt.has(one.target.id), disabledBy: this.goneAt.has(one.target.id) ? 'system' : null,
    }))
    const { deliver, skips } = matchEvent({ type: event.type, context: event.context, facts: this.factsAbout(event.scorecard) }, candidates, filterEvent)
    const deliveries = deliver.map(({ demo, target }) => {
      const outcome = planDelivery(chance, demo, target.retryPolicy, event.at, now)
      const last = outcome.attempts.at(-1)
      if (last?.answer.status === 410) this.goneAt.set(target.id, outcome.finishedAt ?? event.at)
      return { id: idAt('dlv', event.at, chance), attemptIds: outcome.attempts.map(({ startedAt }) => idAt('att', startedAt, chance)), target, outcome }
    })
    return { id: idAt('evt', event.at, chance), event, deliveries, skips: skips.map((skip) => ({ ...skip, ruleId: null })) }
  }
}
