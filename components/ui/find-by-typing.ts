/** The entry that typed letters lead to, after the one at `from`; a letter typed again goes on to the next. -1 when none. Pure. */
export function findByTyping(texts: readonly string[], typed: string, from: number): number {
  const letters = typed.toLowerCase()
  const same = [...letters].every((letter) => letter === letters[0])
  const wanted = same ? letters.slice(0, 1) : letters
  // What is typed on may still fit the entry that has the focus.
  const first = same ? from + 1 : Math.max(from, 0)
  for (let step = 0; step < texts.length; step += 1) {
    const at = (first + step) % texts.length
    if (texts[at]?.trim().toLowerCase().startsWith(wanted)) return at
  }
  return -1
}
