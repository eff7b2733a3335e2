const FILLERS = new Set(['when', 'a', 'an', 'the', 'is', 'are', 'was', 'were', 'of', 'to', 'in', 'on', 'for', 'has', 'have', 'been', 'new'])
const MOST_WORDS = 4

/** A key for a label: "When an order is shipped" gives `order.shipped`. Empty when the label has no letters for one. */
export function suggestKey(label: string): string {
  const words = label.normalize('NFKD').replace(/\p{M}/gu, '').replace(/ß/g, 'ss').toLowerCase().match(/[a-z0-9]+/g) ?? []
  const telling = words.filter((word) => !FILLERS.has(word)).slice(0, MOST_WORDS)
  return telling.join('.').replace(/^[^a-z]+/, '').slice(0, 100)
}
