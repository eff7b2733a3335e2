'use client'

import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { RelativeTime } from '@/components/ui/relative-time'
import type { MailView } from '@/lib/contracts/mail'
import { mailWords } from './mail-words'

interface MailRowProps {
  mail: MailView
  sending: boolean
  /** Where it can be sent by hand. */
  onSend: (() => void) | undefined
}

export function MailRow({ mail, sending, onSend }: MailRowProps) {
  const { label, tone } = mailWords[mail.status]
  return (
    <li className="border-b px-4 py-2.5 text-13 last:border-b-0">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <div className="min-w-0 flex-1 basis-64">
          <span className="block text-14 font-medium break-words">{mail.subject}</span>
          <span className="block truncate text-ink-faint">to {mail.to}</span>
        </div>
        <Badge tone={tone}>{label}</Badge>
        <RelativeTime iso={mail.sentAt ?? mail.createdAt} className="text-ink-soft" />
        {onSend && <Button size="sm" loading={sending} onClick={onSend} aria-label={`Send ${mail.subject} to ${mail.to}`}>Send</Button>}
      </div>
      {mail.error && <p className="mt-1 break-words text-bad">{mail.error}</p>}
      <details className="mt-1">
        <summary className="cursor-pointer text-ink-soft hover:text-ink">Text</summary>
        <pre className="mt-1 rounded-control bg-sunken p-3 text-13 break-words whitespace-pre-wrap">{mail.text}</pre>
      </details>
    </li>
  )
}
