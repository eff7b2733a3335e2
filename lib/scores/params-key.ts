/** Parameters as one text, the same whatever the order of their names. */
export const paramsKey = (params: Readonly<Record<string, unknown>>): string =>
  JSON.stringify(Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1)))
