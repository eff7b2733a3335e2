import { presetTemplate } from '@/components/integration-wizard/state/wizard-presets'
import { Badge } from '@/components/ui/badge'

/** Whether a trigger says what its preset says by default. It brings the presets' templates along: load it when needed. */
export function BodyBadge({ preset, type, template }: { preset: string | null; type: string; template: string | null }) {
  return <Badge>{template === presetTemplate(preset, type) ? 'default body' : 'own body'}</Badge>
}
