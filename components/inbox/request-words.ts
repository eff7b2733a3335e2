import type { InboxRequestView } from '@/lib/contracts/inbox'

/** Who sent it, as far as that can be said. */
export function senderName({ delivery }: Pick<InboxRequestView, 'delivery'>): string {
  if (delivery === null) return 'Somebody else'
  return (delivery.integration ?? delivery.rule)?.name ?? 'Integration that is not saved yet'
}

/** `212 bytes`, `3.4 KB`. */
export const sizeText = (bytes: number): string => (bytes < 1024 ? `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}` : `${Math.round(bytes / 102.4) / 10} KB`)

/** `2nd`, `3rd`, `11th`. */
export function ordinal(count: number): string {
  const isTeen = count % 100 >= 11 && count % 100 <= 13
  return `${count}${(!isTeen && { 1: 'st', 2: 'nd', 3: 'rd' }[count % 10]) || 'th'}`
}
