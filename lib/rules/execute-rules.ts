import { inTransaction } from '@/lib/db'
import { notificationText } from '@/lib/deliveries/render-attempt'
import { deliveryTask, toRenderedDelivery } from '@/lib/deliveries/render-delivery'
import { maxAttempts } from '@/lib/deliveries/retry-policy'
import type { RouteDeps } from '@/lib/deliveries/route-events'
import { countTargets, keepPlaces, reservePlaces, sendPlanned } from '@/lib/deliveries/send-planned'
import type { StoredAs } from '@/lib/deliveries/store-routed'
import { waitPatiently } from '@/lib/deliveries/wait-patiently'
import { isDatabaseDown } from '@/lib/http/is-database-down'
import { newId } from '@/lib/ids'
import { loadTargetsById, type Target } from '@/lib/integrations/load-targets'
import { countStored } from '@/lib/metrics/count-attempt'
import { belongingTo, renderers } from '@/lib/renderers/renderers'
import { maskUrl } from '@/lib/security/mask-url'
import { findNextSteps, type FoundSteps, type NextStep } from './find-next-steps'
import { RULE_TEMPLATE } from './rule-event-types'
import { storeSteps, type PlannedStep } from './store-steps'

/** That a step of an execution is to be made; `position` from 0. */
export interface ExecuteMessage {
  executionId: string
  position: number
}

const planStep = async (next: NextStep, target: Target, now: number): Promise<PlannedStep> => {
  const id = newId('dlv', now)
  const { event, step, scope } = next
  const template = step.template ?? RULE_TEMPLATE
  const task = deliveryTask(target, notificationText(event), template, { id, createdAt: now }, scope)
  const answer = await renderers().render({ task, ...belongingTo(target.id, template), turn: target.workspace.id })
  const rendered = toRenderedDelivery(task, answer)
  return {
    next, target,
    routed: {
      id, workspaceId: event.workspace_id, eventId: event.id, integrationId: target.id, version: target.version, eventType: event.type, onceKey: null,
      maxAttempts: maxAttempts(target.retryPolicy), createdAt: now, url: target.redact(maskUrl(target.url)), leaseMs: null,
      body: rendered.ok ? rendered.body : null, contentType: rendered.contentType,
      template: rendered.ok ? rendered.template : null, problem: rendered.ok ? null : rendered.message,
    },
  }
}

const END = `
  UPDATE rule_execution SET status = 'cancelled', finished_at = now() WHERE id IN (
    SELECT id FROM rule_execution WHERE id = ANY($1) AND status = 'running' ORDER BY id FOR UPDATE)`

const store = async (deps: RouteDeps, steps: PlannedStep[], over: readonly string[]): Promise<Map<string, StoredAs>> => {
  reservePlaces(deps.sender, steps)
  try {
    const stored = await inTransaction(async (tx) => {
      if (over.length > 0) await tx.query(END, [over])
      return storeSteps(tx, deps.dispatch, deps.worker, steps)
    }, deps.pool)
    keepPlaces(deps.sender, steps, stored)
    countStored(stored.values())
    return stored
  } catch (error) {
    keepPlaces(deps.sender, steps, new Map())
    throw error
  }
}

// A step whose integration is gone was removed from the rule meanwhile.
const plan = async (deps: RouteDeps, { next, over }: FoundSteps): Promise<{ steps: PlannedStep[]; over: string[] }> => {
  const targets = await loadTargetsById(deps.pool, [...new Set(next.map(({ step }) => step.id))])
  const now = deps.now()
  const steps = await Promise.all(next.map(async (one) => {
    const target = targets.get(one.step.id)
    return target ? planStep(one, target, now) : one.executionId
  }))
  return {
    steps: steps.filter((one) => typeof one !== 'string'),
    over: [...over, ...steps.filter((one) => typeof one === 'string')],
  }
}

const executeSome = async (deps: RouteDeps, messages: readonly ExecuteMessage[]): Promise<Promise<unknown>[]> => {
  const found = await findNextSteps(deps.pool, messages)
  const { steps, over } = await plan(deps, found)
  await deps.sender.room(countTargets(steps))
  const stored = steps.length + over.length === 0 ? new Map<string, StoredAs>() : await store(deps, steps, over)
  // Stored by a run that was cut off: nobody in this process has them.
  deps.sender.offer(found.made.map((one) => ({ ...one, done: () => {} })))
  return [sendPlanned(deps.sender, steps, stored)]
}

// One poisoned execution must not hold up the others of its batch (I8).
const executeOrSplit = async (deps: RouteDeps, messages: readonly ExecuteMessage[]): Promise<Promise<unknown>[]> => {
  try {
    return await executeSome(deps, messages)
  } catch (error) {
    if (messages.length === 1 || isDatabaseDown(error)) throw error
    const results = await Promise.allSettled(messages.map((one) => executeSome(deps, [one])))
    for (const result of results) {
      if (result.status === 'rejected') deps.log.error({ err: String(result.reason) }, 'a step could not be made; the sweep tries it again')
    }
    return results.flatMap((result) => (result.status === 'fulfilled' ? result.value : []))
  }
}

/**
 * Makes the next steps of executions: body from the event and what the earlier ones answered, stored as deliveries like
 * any other, and sent. Repeating it after a crash makes nothing twice. Returns when they are through or after a tenth of
 * a second; what comes of them moves the executions on (`advanceExecutions`).
 */
export async function executeRules(deps: RouteDeps, messages: readonly ExecuteMessage[]): Promise<void> {
  await waitPatiently(Promise.all(await executeOrSplit(deps, messages)))
}
