import { ShieldAlert, ShieldCheck, ShieldQuestion, ShieldX, type LucideIcon } from 'lucide-react'
import type { Tone } from '@/components/ui/badge'
import type { InboxSignature } from '@/lib/contracts/inbox'

interface SignatureWords {
  label: string
  tone: Tone
  icon: LucideIcon
}

export const signatureWords: Record<InboxSignature['state'], SignatureWords> = {
  verified: { label: 'Signature verified', tone: 'ok', icon: ShieldCheck },
  wrong: { label: 'Wrong signature', tone: 'bad', icon: ShieldX },
  missing: { label: 'Signature missing', tone: 'bad', icon: ShieldX },
  unsigned: { label: 'Not signed', tone: 'off', icon: ShieldAlert },
  unchecked: { label: 'Not checked', tone: 'off', icon: ShieldQuestion },
}
