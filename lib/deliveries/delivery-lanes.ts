import type { Queryable } from '@/lib/db'
import { PermitKeeper } from '@/lib/gates/permit-keeper'
import type { Target } from '@/lib/integrations/load-targets'
import { DeliveryLane } from './delivery-lane'
import { LaneRoom } from './lane-room'
import { maxAttempts } from './retry-policy'

export const DEFAULT_CONCURRENCY = 32

export interface LanesOptions {
  db: Queryable
  worker: string
  log: { warn(fields: object, message: string): void }
  /** A lane has more or fewer places than before, or other workers have too few. */
  onPlaces(lane: DeliveryLane, othersWait: boolean): void
}

/** The lanes of this process, with the places that each has among all workers (lib/gates). */
export class DeliveryLanes {
  private readonly lanes = new Map<string, DeliveryLane>()
  private readonly laneRoom = new LaneRoom()
  private readonly permits: PermitKeeper

  constructor(private readonly options: LanesOptions) {
    const { db, worker, log } = options
    this.permits = new PermitKeeper({
      db, worker,
      need: (id) => this.needOf(this.lanes.get(id)),
      onChange: (id, { othersWait }) => this.take(id, othersWait),
      onError: (error) => log.warn({ err: String(error) }, 'places on the wire could not be asked for'),
    })
    this.permits.start()
  }

  of(integrationId: string): DeliveryLane {
    const known = this.lanes.get(integrationId)
    if (known) return known
    const lane = new DeliveryLane(integrationId)
    lane.permits = this.permits.places(integrationId)
    this.lanes.set(integrationId, lane)
    return lane
  }

  /** The lane of an integration, as that is now. */
  adjust(target: Target): DeliveryLane {
    const lane = this.of(target.id)
    lane.concurrency = target.limits.concurrency ?? DEFAULT_CONCURRENCY
    lane.perSecond = target.limits.perSecond
    lane.mayClaimAhead = maxAttempts(target.retryPolicy) > 1
    lane.permits = this.permits.places(target.id)
    lane.noteBreaker(target.gate.open)
    return lane
  }

  /** Brings its places up to date, and asks for more where what waits has too few. */
  renewPlaces(lane: DeliveryLane): void {
    lane.permits = this.permits.places(lane.integrationId)
    if (lane.queue.length > 0 && lane.concurrency !== null) this.permits.use(lane.integrationId)
  }

  /** Resolves when so many deliveries of each target can leave soon, or after a moment. */
  async room(wanted: ReadonlyMap<Target, number>): Promise<void> {
    const lanes = [...wanted].map(([target, count]) => [this.adjust(target), count] as const)
    for (const [lane, count] of lanes) {
      lane.coming += count
      this.permits.use(lane.integrationId)
    }
    if (lanes.some(([lane]) => lane.permits === 0)) await this.permits.settled()
    await this.laneRoom.wait(lanes)
    for (const [lane, count] of lanes) lane.coming -= count
  }

  /** Something left this lane: whoever waits for room may go on, and a lane without use is forgotten. */
  noteRoom(lane: DeliveryLane): void {
    this.laneRoom.look(lane)
    if (lane.isIdle) this.lanes.delete(lane.integrationId)
  }

  /** Gives its places to the other workers. */
  stop(): Promise<void> {
    return this.permits.stop()
  }

  private needOf(lane: DeliveryLane | undefined) {
    return { cap: lane?.concurrency ?? 1, demand: lane?.demand ?? 0, inUse: lane?.onWire ?? 0 }
  }

  private take(integrationId: string, othersWait: boolean): void {
    const lane = this.lanes.get(integrationId)
    if (!lane) return
    lane.permits = this.permits.places(integrationId)
    this.noteRoom(lane)
    this.options.onPlaces(lane, othersWait && !lane.isIdle)
  }
}
