import { expect } from 'vitest'
import { dispatch } from '@/inngest/dispatch'
import { pool } from '@/lib/db'
import { DeliverySender } from '@/lib/deliveries/delivery-sender'
import type { RouteDeps } from '@/lib/deliveries/route-events'
import { newId } from '@/lib/ids'
import { door } from '@/lib/security/outgoing'

/** A process that has been stopped (Ctrl-Z, a machine that sleeps) between what it has read and what it is about to write. */
export interface Stopped {
  /** It goes on as if no time had passed; resolves when its work is over, and nothing waits or is on the wire any more. */
  goOn(): Promise<void>
}

const quiet = { warn() {}, error() {} }

/** Begins `work` and stops it where it knows who gets what and would store that next. Resolves when it stands there. */
export async function stopAfterMatch(work: (deps: RouteDeps) => Promise<void>): Promise<Stopped> {
  let reach = (): void => {}
  let release = (): void => {}
  const reached = new Promise<void>((resolve) => { reach = resolve })
  const released = new Promise<void>((resolve) => { release = resolve })
  class StoppedSender extends DeliverySender {
    override async room(wanted: Parameters<DeliverySender['room']>[0]): Promise<void> {
      reach()
      await released
      return super.room(wanted)
    }
  }
  const worker = newId('wrk')
  const sender = new StoppedSender({ pool: pool(), dispatch, door: door(), worker, clock: Date.now, random: () => 0.5, log: quiet })
  const over = work({ pool: pool(), dispatch, sender, worker, now: Date.now, log: quiet, freshMs: 0 })
  await Promise.race([reached, over])
  return {
    goOn: async () => {
      release()
      await over // which does not wait for a send that takes longer than a moment
      await expect.poll(async () => (await pool().query(`SELECT id FROM delivery WHERE status IN ('pending', 'sending')`)).rows).toEqual([])
      await sender.stop(10_000)
    },
  }
}
