import type { Ground } from './start-ground'

/** One line of the table. */
export interface Figure {
  section: string
  what: string
  value: number
  unit: string
  goal: string
  /** How many times the naive loop of the same run. */
  naive?: number
}

export interface Section {
  name: string
  run(ground: Ground): Promise<Figure[]>
}
