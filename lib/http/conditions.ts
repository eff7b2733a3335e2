/** The conditions of a statement, with the values of its placeholders. */
export class Conditions {
  readonly parts: string[] = []
  readonly values: unknown[] = []

  /** Adds a condition; `$` stands for the value. */
  add(condition: string, value: unknown): void {
    this.parts.push(this.fill(condition, value))
  }

  /** A condition with its value taken in, for another place of the statement. */
  fill(condition: string, value: unknown): string {
    return condition.replaceAll('$', this.place(value))
  }

  /** Takes a value in; gives the placeholder that stands for it. */
  place(value: unknown): string {
    this.values.push(value)
    return `$${this.values.length}`
  }

  get text(): string {
    return this.parts.join(' AND ')
  }
}
