/**
 * The results of promises in portions: all at once when none takes longer than `patienceMs`, otherwise those that are
 * there, and the others in later portions. The first portion may be empty. Throws what the first that failed says.
 */
export async function* inPortions<T>(promises: ReadonlyArray<Promise<T>>, patienceMs: number): AsyncGenerator<T[]> {
  let ready: T[] = []
  let left = promises.length
  let failure: { error: unknown } | undefined
  let wake = () => {}
  const settled = () => {
    if (--left === 0 || failure) wake()
  }
  for (const promise of promises) {
    promise.then((value) => ready.push(value), (error: unknown) => { failure ??= { error } }).finally(settled)
  }
  for (let isFirst = true; isFirst || left > 0 || ready.length > 0; isFirst = false) {
    if (left > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, patienceMs)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    if (failure) throw failure.error
    const portion = ready
    ready = []
    if (isFirst || portion.length > 0) yield portion
  }
}
