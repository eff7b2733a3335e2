/** The sum of figures; undefined when one is not known. */
export const sumOf = (values: Array<number | undefined>): number | undefined =>
  values.includes(undefined) ? undefined : values.reduce<number>((sum, value) => sum + (value ?? 0), 0)
