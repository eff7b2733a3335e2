/**
 * Collects what is added in one turn of the event loop, or within `lingerMs`, and while the previous commit is under way,
 * and commits it together. `commit` answers one result per item, in order. When it throws for several items, each is tried alone, so
 * that one poisoned item fails only itself.
 */
export class GroupCommit<Item, Result> {
  private waiting: Array<{ item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void }> = []
  private busy = false
  private readonly commit: (items: Item[]) => Promise<Result[]>
  private readonly max: number
  private readonly lingerMs: number

  constructor(commit: (items: Item[]) => Promise<Result[]>, { max = 500, lingerMs = 0 } = {}) {
    this.commit = commit
    this.max = max
    this.lingerMs = lingerMs
  }

  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject })
      if (this.busy) return
      this.busy = true
      void this.flush()
    })
  }

  private gather(): Promise<void> {
    return new Promise((resolve) => {
      if (this.lingerMs > 0) setTimeout(resolve, this.lingerMs)
      else setImmediate(resolve)
    })
  }

  private async flush(): Promise<void> {
    await this.gather()
    while (this.waiting.length > 0) {
      const group = this.waiting.splice(0, this.max)
      try {
        await this.settle(group)
      } catch {
        for (const one of group) await this.settle([one]).catch(one.reject)
      }
      if (this.waiting.length > 0 && this.lingerMs > 0) await this.gather()
    }
    this.busy = false
  }

  private async settle(group: typeof this.waiting): Promise<void> {
    const results = await this.commit(group.map((one) => one.item))
    group.forEach((one, index) => {
      const result = results[index]
      if (result === undefined) one.reject(new Error('group commit: no result for an item'))
      else one.resolve(result)
    })
  }
}
