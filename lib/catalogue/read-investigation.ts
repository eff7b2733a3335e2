/** The investigation of an `investigation.opened` event: under `investigation`, or the context itself. */
export function readInvestigation(context: unknown): unknown {
  if (typeof context !== 'object' || context === null) return undefined
  return Object.hasOwn(context, 'investigation') ? Reflect.get(context, 'investigation') : context
}

/** What alerts are deduplicated by, per integration; undefined when the event has none. */
export function readInvestigationId(context: unknown): string | undefined {
  const investigation = readInvestigation(context)
  if (typeof investigation !== 'object' || investigation === null) return undefined
  if (!Object.hasOwn(investigation, 'id')) return undefined
  const id: unknown = Reflect.get(investigation, 'id')
  return typeof id === 'string' && id !== '' ? id : undefined
}
