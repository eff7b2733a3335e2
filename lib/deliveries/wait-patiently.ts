const PATIENCE_MS = 100

/**
 * Waits for sends, but no longer than a tenth of a second: a hanging destination goes on in its own lane and holds no
 * run of the durable functions.
 */
export async function waitPatiently(sends: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const patience = new Promise<void>((resolve) => { timer = setTimeout(resolve, PATIENCE_MS) })
  await Promise.race([sends, patience])
  clearTimeout(timer)
}
