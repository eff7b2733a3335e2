import type { EventTypeView } from '@/lib/contracts/event-type'

/**
 * The types of a category, in the catalogue's order, that contain every searched word; the categories of the types in
 * `first` stand before the others.
 */
export function groupEventTypes(types: readonly EventTypeView[], search: string, first: readonly string[] = []): { category: string; types: EventTypeView[] }[] {
  const words = search.toLowerCase().split(/\s+/).filter((word) => word !== '')
  const groups = new Map<string, EventTypeView[]>()
  for (const type of types) {
    const text = `${type.label} ${type.key} ${type.category}`.toLowerCase()
    if (!words.every((word) => text.includes(word))) continue
    groups.set(type.category, [...(groups.get(type.category) ?? []), type])
  }
  const isFirst = (list: readonly EventTypeView[]) => Number(list.some(({ key }) => first.includes(key)))
  return [...groups].map(([category, list]) => ({ category, types: list })).sort((a, b) => isFirst(b.types) - isFirst(a.types))
}
