// Where the SDK looks for its AsyncLocalStorage: the same in all its copies of a process.
const SDK_STORAGE = Symbol.for('inngest:als')

const none = { getStore: () => undefined, run: <T>(_store: unknown, work: () => T): T => work() }

/**
 * Gives the SDK what it has for runtimes without AsyncLocalStorage, before it makes one (decision 031). On Node.js 20 one
 * storage in use makes every promise and callback of the process dearer: a tenth of the worker's time. Our functions use
 * nothing of the SDK that needs it (experiments, `group.parallel`, `step.fetch`, metadata).
 */
export function spareAsyncContext(): void {
  Object.assign(globalThis, { [SDK_STORAGE]: { resolved: none, isFallback: true, promise: Promise.resolve(none) } })
}
