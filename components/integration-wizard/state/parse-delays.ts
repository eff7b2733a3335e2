const unitSeconds: Record<string, number> = {
  s: 1, sec: 1, second: 1, m: 60, min: 60, minute: 60, h: 3600, hour: 3600, d: 86_400, day: 86_400,
}

/** Reads "5 s, 5 min, 2 h" (units s, min, h, d; several in one delay as "20 h 50 min") as seconds; `null` when unreadable. */
export function parseDelays(text: string): number[] | null {
  const parts = text.split(/[,;]/).map((part) => part.trim()).filter((part) => part !== '')
  const delays = parts.map(parseDelay)
  return delays.every((delay) => delay !== null) ? delays : null
}

function parseDelay(text: string): number | null {
  const piece = /(\d+(?:\.\d+)?)\s*([a-z]*)/gi
  if (text.replace(piece, '').trim() !== '') return null
  let seconds = 0
  for (const [, amount = '', unit = ''] of text.matchAll(piece)) {
    const factor = unitSeconds[unit.toLowerCase() || 's'] ?? unitSeconds[unit.toLowerCase().replace(/s$/, '')]
    if (factor === undefined) return null
    seconds += Number(amount) * factor
  }
  return Math.round(seconds)
}

/** 75000 → "20 h 50 min", 5 → "5 s". */
export function wordSeconds(seconds: number): string {
  const parts = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor((seconds % 3600) / 60), 'min'],
    [seconds % 60, 's'],
  ] as const
  const shown = parts.filter(([amount]) => amount > 0).map(([amount, unit]) => `${amount} ${unit}`)
  return shown.join(' ') || '0 s'
}

export function wordDelays(delays: readonly number[]): string {
  return delays.map(wordSeconds).join(', ')
}
