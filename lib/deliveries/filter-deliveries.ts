import type { DeliveryFilter, DeliveryStatus } from '@/lib/contracts/delivery'
import { Conditions } from '@/lib/http/conditions'
import { firstIdAt, isId } from '@/lib/ids'

const addStatusClass = (where: Conditions, wanted: NonNullable<DeliveryFilter['statusClass']>): void => {
  if (wanted === 'none') where.parts.push('d.attempt_count > 0 AND d.status_code IS NULL')
  else where.add(`d.status_code / 100 = $`, Number(wanted[0]))
}

// One state alone is an equality: then its index gives the order of the list too.
const addStatus = (where: Conditions, wanted: DeliveryStatus[]): void => {
  if (wanted.length === 1) where.add('d.status = $::delivery_status', wanted[0])
  else where.add('d.status = ANY($::delivery_status[])', wanted)
}

// A whole id is found by its index; part of one, or of a URL, by looking.
const addText = (where: Conditions, text: string): void => {
  if (isId('dlv', text)) where.add('d.id = $', text)
  else if (isId('evt', text)) where.add('d.event_id = $', text)
  else where.add('(starts_with(d.id, $) OR starts_with(d.event_id, $) OR strpos(lower(d.url), lower($)) > 0)', text)
}

const addTimes = (where: Conditions, { since, until }: DeliveryFilter): void => {
  if (since !== undefined) where.add('d.id >= $', firstIdAt('dlv', Date.parse(since)))
  if (until !== undefined) where.add('d.id < $', firstIdAt('dlv', Date.parse(until)))
}

/** What a filter means in SQL over `delivery d`, for one workspace. */
export function filterDeliveries(workspaceId: string, filter: DeliveryFilter): Conditions {
  const where = new Conditions()
  where.add('d.workspace_id = $', workspaceId)
  if (filter.id !== undefined) where.add('d.id = ANY($)', [filter.id].flat())
  if (filter.status !== undefined) addStatus(where, [filter.status].flat())
  if (filter.integrationId !== undefined) where.add('d.integration_id = $', filter.integrationId)
  if (filter.ruleId !== undefined) where.add('d.integration_id IN (SELECT id FROM integration WHERE rule_id = $)', filter.ruleId)
  if (filter.eventType !== undefined) where.add('d.event_type = $', filter.eventType)
  if (filter.eventId !== undefined) where.add('d.event_id = $', filter.eventId)
  if (filter.statusClass !== undefined) addStatusClass(where, filter.statusClass)
  if (filter.test !== undefined) where.add('d.test = $', filter.test === 'true')
  if (filter.q !== undefined && filter.q !== '') addText(where, filter.q)
  addTimes(where, filter)
  return where
}
