import type { Subscription, SubscriptionPage, SubscriptionQuery } from '@/lib/contracts/subscription'
import { prisma } from '@/lib/db'
import { notFound } from '@/lib/errors'
import { viewSubscription } from './view-subscription'

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

const ofPreset = (workspaceId: string) => ({ workspaceId, preset: 'argyle', deletedAt: null })

const find = async (workspaceId: string, uuid: string) => {
  const row = UUID.test(uuid)
    ? await prisma().integration.findFirst({ where: { ...ofPreset(workspaceId), uuid }, include: { triggers: true } })
    : null
  if (!row) throw notFound('webhook')
  return row
}

/** One subscription; 404 for none, a deleted one, another workspace's, or an integration of another preset. */
export async function readSubscription(workspaceId: string, uuid: string): Promise<Subscription> {
  return viewSubscription(await find(workspaceId, uuid))
}

/** The integration behind a subscription. */
export async function findSubscribed(workspaceId: string, uuid: string): Promise<string> {
  return (await find(workspaceId, uuid)).id
}

const pageAt = (address: string, limit: number, offset: number): string => `${address}?limit=${limit}&offset=${offset}`

/** A workspace's subscriptions, newest first. `address` is where the list is, for the links to its other pages. */
export async function listSubscriptions(
  workspaceId: string, { limit, offset }: SubscriptionQuery, address: string,
): Promise<SubscriptionPage> {
  const where = ofPreset(workspaceId)
  const [count, rows] = await Promise.all([
    prisma().integration.count({ where }),
    prisma().integration.findMany({ where, include: { triggers: true }, orderBy: { id: 'desc' }, skip: offset, take: limit }),
  ])
  return {
    count,
    next: offset + limit < count ? pageAt(address, limit, offset + limit) : null,
    previous: offset > 0 ? pageAt(address, limit, Math.max(0, offset - limit)) : null,
    results: rows.map(viewSubscription),
  }
}
