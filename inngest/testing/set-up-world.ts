import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { startReceiver, type Receiver } from '@/lib/testing/receiver'
import { startWorld, type World } from './start-world'

/**
 * One world with a running worker for the tests of a file, and a receiver and a workspace for each of them: a test meets
 * nothing that the one before has left.
 */
export function setUpWorld(take: (world: World, receiver: Receiver) => void): void {
  let world: World
  let receiver: Receiver
  beforeAll(async () => {
    world = await startWorld()
    await world.startWorker()
  })
  beforeEach(async () => {
    receiver = await startReceiver()
    take(world, receiver)
  })
  afterEach(async () => {
    await receiver.close()
    await world.newWorkspace()
  })
  afterAll(() => world.close())
}
