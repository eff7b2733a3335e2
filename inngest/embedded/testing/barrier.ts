/** Lets nobody pass until so many have arrived; after `timeoutMs` those who wait are refused. */
export class Barrier {
  private waiting: Array<() => void> = []
  private readonly size: number
  private readonly timeoutMs: number

  constructor(size: number, timeoutMs = 8000) {
    this.size = size
    this.timeoutMs = timeoutMs
  }

  arrive(): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('the others never came')), this.timeoutMs)
      this.waiting.push(() => {
        clearTimeout(timer)
        resolve()
      })
      if (this.waiting.length >= this.size) for (const pass of this.waiting.splice(0)) pass()
    })
  }
}
