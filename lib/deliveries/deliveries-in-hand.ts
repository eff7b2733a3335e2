import type { SendJob } from './delivery-lane'

/**
 * What this process has in hand: queued, claimed, on the wire or being recorded. Nothing is taken twice, and nothing in
 * hand counts as lost.
 */
export class DeliveriesInHand {
  private readonly attempts = new Map<string, number>() // made when it was taken
  private readonly dueMeanwhile = new Map<string, SendJob>()

  get size(): number {
    return this.attempts.size
  }

  has(deliveryId: string): boolean {
    return this.attempts.has(deliveryId)
  }

  add(job: SendJob): void {
    this.attempts.set(job.deliveryId, job.attempt)
  }

  /** Keeps the next attempt of what is in hand: it is due while the answer to the record of the former is still on its way. */
  keepNext(job: SendJob): void {
    if (job.attempt > (this.attempts.get(job.deliveryId) ?? Infinity)) this.dueMeanwhile.set(job.deliveryId, job)
  }

  /** This process is through with a delivery. Returns its next attempt if that became due meanwhile. */
  remove(deliveryId: string): SendJob | undefined {
    this.attempts.delete(deliveryId)
    const next = this.dueMeanwhile.get(deliveryId)
    this.dueMeanwhile.delete(deliveryId)
    return next
  }
}
