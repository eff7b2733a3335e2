import { Badge } from '@/components/ui/badge'
import type { InboxSignature } from '@/lib/contracts/inbox'
import { signatureWords } from './signature-words'

export function SignatureBadge({ signature }: { signature: InboxSignature }) {
  const { label, tone, icon: Icon } = signatureWords[signature.state]
  return <Badge tone={tone}><Icon aria-hidden />{label}</Badge>
}
