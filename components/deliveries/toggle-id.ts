/** Ticks or unticks; what would go beyond `most` is left unticked. */
export const toggleId = (known: readonly string[], id: string, most: number): readonly string[] => {
  if (known.includes(id)) return known.filter((one) => one !== id)
  return known.length < most ? [...known, id] : known
}
