import { createDoor, type DoorOptions } from '@/lib/security/create-door'
import type { SafeRequest, SafeResponse } from '@/lib/security/safe-response'

/** One request through a door of its own, for callers that send now and then. Workers share a door (`createDoor`). */
export async function safeRequest({
  policy,
  lookup,
  ca,
  ...request
}: SafeRequest & DoorOptions): Promise<SafeResponse> {
  const door = createDoor({ policy, lookup, ca, maxRequestBytes: request.maxRequestBytes })
  const response = await door.request(request)
  await door.close()
  return response
}
