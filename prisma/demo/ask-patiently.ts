import { DomainError } from '@/lib/errors'

const MOST_TRIES = 30

/** Does what is refused while the machine is too busy to check templates, as a client would: again, when it says so. */
export async function askPatiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'unavailable' || tries === MOST_TRIES) throw error
      const seconds = error.retryAfterSeconds ?? 1
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
    }
  }
}
