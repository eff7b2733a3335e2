import type { Prisma } from '@/lib/generated/prisma/client'

/** Makes changes of a workspace's members wait for each other until the transaction ends. */
export async function lockMembers(tx: Prisma.TransactionClient, workspaceId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM workspace WHERE id = ${workspaceId} FOR NO KEY UPDATE`
}
