export const GRADES = ['A', 'B', 'C', 'D', 'F'] as const
export type Grade = (typeof GRADES)[number]

const FROM_PERCENT: ReadonlyArray<[Grade, number]> = [['A', 90], ['B', 80], ['C', 70], ['D', 60]]

/** The grade of a score in percent of the highest possible one: A from 90, B 80, C 70, D 60, else F. */
export const gradeOf = (score: number, scoreMax: number): Grade =>
  FROM_PERCENT.find(([, percent]) => score * 100 >= percent * scoreMax)?.[0] ?? 'F'

/** How many grades `to` is worse than `from`; negative when it is better. */
export const gradesLost = (from: Grade, to: Grade): number => GRADES.indexOf(to) - GRADES.indexOf(from)
