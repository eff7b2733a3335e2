/** What fixture functions did, in order; tests wait for it instead of sleeping. */
export class Effects {
  readonly list: Array<{ name: string; data: unknown; at: number }> = []
  private waiting: Array<() => void> = []

  record(name: string, data: unknown = null): void {
    this.list.push({ name, data, at: Date.now() })
    for (const check of [...this.waiting]) check()
  }

  count(name: string): number {
    return this.list.filter((effect) => effect.name === name).length
  }

  of(name: string): unknown[] {
    return this.list.filter((effect) => effect.name === name).map((effect) => effect.data)
  }

  /** Resolves when there are that many effects of the name; rejects with what there is otherwise. */
  until(name: string, count = 1, timeoutMs = 60_000): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer)
        this.waiting = this.waiting.filter((one) => one !== check)
      }
      const timer = setTimeout(() => {
        end()
        const had = this.list.map((one) => one.name).join(', ')
        reject(new Error(`waited for ${count} × ${name}, had: ${had}`))
      }, timeoutMs)
      const check = (): void => {
        if (this.count(name) < count) return
        end()
        resolve()
      }
      this.waiting.push(check)
      check()
    })
  }
}
