/** Lets so many work at the same time; the others wait in the order in which they came. */
export class Turns {
  private readonly waiting: Array<() => void> = []

  constructor(private free: number) {}

  /** Resolves when it is the caller's turn, which ends with the first call of what it gives. */
  async take(): Promise<() => void> {
    if (this.free > 0) this.free--
    else await new Promise<void>((resolve) => this.waiting.push(resolve))
    let isOver = false
    return () => {
      if (isOver) return
      isOver = true
      const next = this.waiting.shift()
      if (next) next()
      else this.free++
    }
  }
}
