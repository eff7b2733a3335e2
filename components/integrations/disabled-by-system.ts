import type { Health } from '@/lib/contracts/integration'

/**
 * Whether nobody switched it off on purpose. The contract tells it only by the reason, whose words for a person are
 * fixed on the server (lib/integrations/switch-integration.ts).
 */
export const isDisabledBySystem = (health: Health) =>
  health.state === 'disabled' && health.reason !== null && !health.reason.startsWith('Switched off')
