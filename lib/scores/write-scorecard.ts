import type { ScorecardInput, ScorecardPatch, ScorecardView } from '@/lib/contracts/scorecard'
import { prisma, withinPrisma } from '@/lib/db'
import { DomainError, notFound } from '@/lib/errors'
import type { RecordAnswer } from '@/lib/http/idempotency'
import { newId } from '@/lib/ids'
import { readScorecard } from './read-scorecards'

const isTaken = (error: unknown): boolean => typeof error === 'object' && error !== null && Reflect.get(error, 'code') === 'P2002'

/** Begins to track a domain; 409 when it is tracked already. */
export async function createScorecard(workspaceId: string, input: ScorecardInput, recordAnswer?: RecordAnswer): Promise<ScorecardView> {
  try {
    return await prisma().$transaction(async (tx) => {
      const row = await tx.scorecard.create({ data: { id: newId('sco'), workspaceId, ...input } })
      const view: ScorecardView = {
        id: row.id, ...input, portfolios: [], score: null, grade: null, factors: {}, observedAt: null, change7d: null, trend: [],
        createdAt: row.createdAt.toISOString(), updatedAt: row.updatedAt.toISOString(),
      }
      await recordAnswer?.(withinPrisma(tx), { status: 201, body: view })
      return view
    })
  } catch (error) {
    if (!isTaken(error)) throw error
    throw new DomainError('conflict', `There is a scorecard of ${input.domain} already`, {
      errors: [{ pointer: '/domain', code: 'conflict', message: 'Is tracked already' }],
    })
  }
}

/** Changes what a person says about a scorecard; its scores only change by observations. */
export async function updateScorecard(workspaceId: string, id: string, patch: ScorecardPatch): Promise<ScorecardView> {
  const { count } = await prisma().scorecard.updateMany({ where: { id, workspaceId }, data: patch })
  if (count === 0) throw notFound('scorecard')
  return readScorecard(workspaceId, id)
}

/** Deletes a scorecard with its history. */
export async function deleteScorecard(workspaceId: string, id: string): Promise<void> {
  const { count } = await prisma().scorecard.deleteMany({ where: { id, workspaceId } })
  if (count === 0) throw notFound('scorecard')
}
