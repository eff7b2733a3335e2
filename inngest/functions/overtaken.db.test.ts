import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { dispatch } from '@/inngest/dispatch'
import { integrationTo, sampleContext, startWorld, type World } from '@/inngest/testing/start-world'
import { stopAfterMatch } from '@/inngest/testing/stop-after-match'
import { bySystem } from '@/lib/audit/acting'
import { ruleInput, type RuleView } from '@/lib/contracts/rule'
import { pool, prisma } from '@/lib/db'
import { routeEvents } from '@/lib/deliveries/route-events'
import { readEvent } from '@/lib/events/read-events'
import { newId } from '@/lib/ids'
import { deleteIntegration, disableIntegration, enableIntegration } from '@/lib/integrations/switch-integration'
import { updateIntegration } from '@/lib/integrations/update-integration'
import { createRule } from '@/lib/rules/create-rule'
import { executeRules } from '@/lib/rules/execute-rules'
import { listExecutions } from '@/lib/rules/read-executions'
import { disableRule } from '@/lib/rules/switch-rule'
import { updateRule } from '@/lib/rules/update-rule'
import { evaluateTriggers } from '@/lib/scores/evaluate-triggers'
import { observeScores } from '@/lib/scores/observe-scores'
import { startReceiver, type Receiver } from '@/lib/testing/receiver'

// Runs that stand still between what they have read and what they write, while people change what they have read, or
// another worker takes the run over and is through with it (I1, I2, I9). No worker runs here but the ones of the tests.

let world: World
let receiver: Receiver
beforeAll(async () => { world = await startWorld() })
beforeEach(async () => { receiver = await startReceiver() })
afterEach(async () => {
  await receiver.close()
  await world.newWorkspace()
})
afterAll(() => world.close())

const acting = () => bySystem(world.workspaceId)
const sendOne = async (): Promise<string> => (await world.send({ type: 'CustomerCSTARUnderThreshold', context: sampleContext }))[0] ?? ''
const stopRouting = (eventId: string) => stopAfterMatch((deps) => routeEvents(deps, [eventId]))
const outcome = async (eventId: string) => {
  const { deliveries, skips } = await readEvent(world.workspaceId, eventId)
  return {
    deliveries: deliveries.map(({ integrationId, status }) => [integrationId, status]),
    skips: skips.filter(({ reason }) => reason !== 'no_trigger').map(({ integrationId, reason }) => [integrationId, reason]),
  }
}

describe('an event, between match and insert', () => {
  it('does not leave for who is switched off or deleted meanwhile (I9), and does for the others', async () => {
    const off = await world.create(integrationTo(receiver.url, { name: 'off' }))
    const gone = await world.create(integrationTo(receiver.url, { name: 'gone' }))
    const on = await world.create(integrationTo(receiver.url, { name: 'on' }))
    const id = await sendOne()
    const run = await stopRouting(id)
    await disableIntegration(acting(), off.id)
    await deleteIntegration(acting(), gone.id)
    await run.goOn()
    expect(new Set((await outcome(id)).deliveries)).toEqual(new Set([[off.id, 'cancelled'], [gone.id, 'cancelled'], [on.id, 'succeeded']]))
    expect(receiver.requests).toHaveLength(1)
  })

  it('goes to the URL of now with the body of then where that is edited meanwhile', async () => {
    const other = await startReceiver()
    const { id: integrationId } = await world.create(integrationTo(receiver.url))
    const id = await sendOne()
    const run = await stopRouting(id)
    const triggers = [{ type: 'CustomerCSTARUnderThreshold', params: {}, template: '{"new": true}' }]
    await updateIntegration(dispatch, acting(), integrationId, { destination: { url: other.url }, triggers }, null)
    await run.goOn()
    expect(await outcome(id)).toEqual({ deliveries: [[integrationId, 'succeeded']], skips: [] })
    expect(other.requests.map(({ body }) => JSON.parse(body))).toMatchObject([{ notification: { context: sampleContext } }])
    expect(receiver.requests).toEqual([])
    await other.close()
  })
})

describe('a run that was taken over while it stood still', () => {
  it('sends nothing to who was switched off by then: the one that took over has settled who gets the event', async () => {
    const on = await world.create(integrationTo(receiver.url, { name: 'on' }))
    const id = await sendOne()
    const stopped = await stopRouting(id)
    await disableIntegration(acting(), on.id)
    const later = await world.create(integrationTo(receiver.url, { name: 'later' }))
    await world.route([id])
    await enableIntegration(dispatch, acting(), on.id)
    await stopped.goOn()
    expect(await outcome(id)).toEqual({ deliveries: [[later.id, 'succeeded']], skips: [[on.id, 'disabled']] })
    expect(receiver.requests).toHaveLength(1)
  })

  it('sends nothing either where nobody got the event', async () => {
    const on = await world.create(integrationTo(receiver.url, { name: 'on' }))
    const id = await sendOne()
    const stopped = await stopRouting(id)
    await disableIntegration(acting(), on.id)
    await world.route([id])
    await enableIntegration(dispatch, acting(), on.id)
    await stopped.goOn()
    expect(await outcome(id)).toEqual({ deliveries: [], skips: [[on.id, 'disabled']] })
    expect(receiver.requests).toEqual([])
  })

  it('stores no skip for who got the event by then', async () => {
    const off = await world.create(integrationTo(receiver.url, { name: 'off', enabled: false }))
    const id = await sendOne()
    const stopped = await stopRouting(id)
    await enableIntegration(dispatch, acting(), off.id)
    await world.route([id])
    await stopped.goOn()
    expect(await outcome(id)).toEqual({ deliveries: [[off.id, 'succeeded']], skips: [] })
    expect(receiver.requests).toHaveLength(1)
  })
})

describe('a rule', () => {
  const create = (steps: object[] = [{ url: `${receiver.url}/one` }]): Promise<RuleView> => createRule(acting(), ruleInput.parse({
    name: 'Tell the desk', event: { kind: 'score_drop', threshold: 100 }, scope: { kind: 'mine' }, steps,
  }))

  /** The event of a score that drops, evaluated and not routed. */
  const drop = async (): Promise<string> => {
    const { workspaceId } = world
    await prisma().scorecard.create({ data: { id: newId('sco'), workspaceId, domain: 'example.com', kind: 'mine' } })
    for (const score of [732, 599]) {
      const input = { scores: [{ domain: 'example.com', score }], evaluate: true }
      const { batchId } = await observeScores(dispatch, { workspaceId, input, now: Date.now() })
      await evaluateTriggers({ pool: pool(), dispatch, now: Date.now, log: { warn() {}, error() {} } }, { workspaceId, batchId })
    }
    const { rows: [event] } = await pool().query<{ id: string }>('SELECT id FROM event WHERE workspace_id = $1', [workspaceId])
    return event?.id ?? ''
  }
  const executions = async (rule: RuleView) => (await listExecutions(world.workspaceId, rule.id, { limit: 10 })).data
  const fire = async (rule: RuleView): Promise<string> => {
    await world.route([await drop()])
    return (await executions(rule))[0]?.id ?? ''
  }
  const stopStep = (executionId: string) => stopAfterMatch((deps) => executeRules(deps, [{ executionId, position: 0 }]))

  it('that is switched off and on while a run stands still is fired by the event once or not at all', async () => {
    const rule = await create()
    const id = await drop()
    const stopped = await stopRouting(id)
    await disableRule(acting(), rule.id)
    await world.route([id])
    await updateRule(dispatch, acting(), rule.id, { enabled: true }, null)
    await stopped.goOn()
    expect(await executions(rule)).toEqual([])
    expect((await readEvent(world.workspaceId, id)).skips).toMatchObject([{ ruleId: rule.id, reason: 'disabled' }])
  })

  it('whose step is edited between match and insert sends it to the URL of now', async () => {
    const rule = await create()
    const run = await stopStep(await fire(rule))
    await updateRule(dispatch, acting(), rule.id, { steps: [{ id: rule.steps[0]?.id, url: `${receiver.url}/two`, headers: [], params: [], auth: { kind: 'none' }, template: null }] }, null)
    await run.goOn()
    expect(receiver.requests.map(({ url }) => url)).toEqual(['/two'])
    expect((await executions(rule)).map(({ status }) => status)).toEqual(['succeeded'])
  })

  it('whose step is removed between match and insert does not send it, and its execution ends', async () => {
    const rule = await create([{ url: `${receiver.url}/one` }, { url: `${receiver.url}/two` }])
    const [, kept] = rule.steps
    const run = await stopStep(await fire(rule))
    await updateRule(dispatch, acting(), rule.id, { steps: [{ id: kept?.id, url: `${receiver.url}/two`, headers: [], params: [], auth: { kind: 'none' }, template: null }] }, null)
    await run.goOn()
    expect((await executions(rule)).map(({ status }) => status)).toEqual(['cancelled'])
    expect(receiver.requests).toEqual([])
  })
})
