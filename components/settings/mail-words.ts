import type { Tone } from '@/components/ui/badge'
import type { MailStatus } from '@/lib/contracts/mail'

export const mailWords: Record<MailStatus, { label: string; tone: Tone }> = {
  queued: { label: 'Queued', tone: 'wait' },
  sent: { label: 'Sent', tone: 'ok' },
  kept: { label: 'Kept', tone: 'off' },
  failed: { label: 'Failed', tone: 'bad' },
}
