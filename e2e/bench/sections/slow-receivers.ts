import type { Figure, Section } from '../bench-types'
import { monotonicMs, perSecond } from '../measure'
import { summarise, waitForRequests, waitForStatus } from '../wait-for'

const INTEGRATIONS = 10
const CONCURRENCY = 128
const WAIT_MS = 200
const EVENTS = 2000
const WARM_UP = 200

/** Each answer takes 200 ms: what counts is how much is on the wire at once. */
export const slowReceivers: Section = {
  name: 'slow',
  run: async (ground): Promise<Figure[]> => {
    const urls = ground.receivers.urls.slice(0, INTEGRATIONS)
    for (const url of urls) {
      ground.receivers.behave(url, { waitMs: WAIT_MS })
      await ground.integrate(url, { limits: { perSecond: null, concurrency: CONCURRENCY } })
    }
    const worker = await ground.startWorker()
    await ground.accept(0, WARM_UP)
    await waitForStatus(ground, 'succeeded', WARM_UP * INTEGRATIONS)
    worker.pause()
    await ground.accept(WARM_UP, EVENTS)
    const start = monotonicMs()
    worker.resume()
    await waitForRequests(ground, (WARM_UP + EVENTS) * INTEGRATIONS)
    await waitForStatus(ground, 'succeeded', (WARM_UP + EVENTS) * INTEGRATIONS)
    const { last } = await summarise(ground)
    const rate = perSecond(EVENTS * INTEGRATIONS, last + WAIT_MS - start)
    const what = `${WAIT_MS} ms answers, ${INTEGRATIONS} integrations × ${CONCURRENCY} in flight`
    return [{ section: 'slow', what, value: rate, unit: '/s', goal: '≥ 4000' }]
  },
}
