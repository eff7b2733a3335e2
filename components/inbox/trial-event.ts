import type { IntegrationView } from '@/lib/contracts/integration'

/** The integrations that are switched on and have a trigger of this type. */
export const wantingOf = (type: string, integrations: readonly IntegrationView[]): IntegrationView[] =>
  integrations.filter(({ enabled, triggers }) => enabled && triggers.some((trigger) => trigger.type === type))

/** What was typed as a context, or what is wrong with it. */
export function readContext(text: string): { ok: true; context: object } | { ok: false; message: string } {
  try {
    const context: unknown = JSON.parse(text)
    if (typeof context === 'object' && context !== null && !Array.isArray(context)) return { ok: true, context }
    return { ok: false, message: 'This must be an object in braces.' }
  } catch {
    return { ok: false, message: 'This is not valid JSON.' }
  }
}
