/**
 * The side of web and worker in their agreement with the supervisor: `ready` is told over the IPC channel, and the end
 * comes as a signal or, when the supervisor was killed, as the channel's disconnection.
 */

/** Tells the supervisor that this process does its work now. Without a supervisor it does nothing. */
export function announceReady(): void {
  process.send?.({ type: 'ready' })
}

/**
 * Runs `stop` once, at the first SIGTERM, SIGINT or loss of the supervisor, then ends the process; after `deadlineMs` it
 * ends all the same. A terminal and npm send the same signal more than once, so later ones change nothing.
 */
export function stopOnRequest(stop: () => Promise<void>, deadlineMs: number): void {
  let stopping = false
  const begin = () => {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(1), deadlineMs).unref()
    stop().then(() => process.exit(0), () => process.exit(1))
  }
  process.on('SIGTERM', begin)
  process.on('SIGINT', begin)
  process.on('disconnect', begin)
}
