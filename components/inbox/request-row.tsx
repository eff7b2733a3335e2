import Link from 'next/link'
import { Badge } from '@/components/ui/badge'
import { cn } from '@/components/ui/cn'
import { RelativeTime } from '@/components/ui/relative-time'
import type { InboxRequestView } from '@/lib/contracts/inbox'
import { ordinal, senderName } from './request-words'
import { signatureWords } from './signature-words'

interface RequestRowProps {
  request: InboxRequestView
  /** What the event is called. */
  label: string | null
  href: string
  current: boolean
}

export function RequestRow({ request, label, href, current }: RequestRowProps) {
  const { label: signed, icon: Icon, tone } = signatureWords[request.signature.state]
  return (
    <li className="border-b last:border-b-0">
      <Link
        href={href} scroll={false} prefetch={false} data-row={request.id} aria-current={current ? 'true' : undefined}
        className={cn('block px-4 py-2 text-13 transition-colors hover:bg-sunken focus-visible:-outline-offset-2', current && 'lg:bg-accent-tint lg:hover:bg-accent-tint')}
      >
        <span className="flex items-center gap-2">
          <span className="font-mono text-12 text-ink-soft">{request.method}</span>
          <span className="min-w-0 flex-1 truncate font-medium text-ink">{senderName(request)}</span>
          {request.delivery?.test && <Badge>Test</Badge>}
          <span className={cn('font-mono text-12 tabular-nums', request.status < 300 ? 'text-ok' : 'text-bad')}>
            <span className="sr-only">answered </span>{request.status}
          </span>
        </span>
        <span className="flex items-center gap-2 text-ink-soft">
          <Icon aria-hidden className={cn('size-3.5', tone === 'ok' && 'text-ok', tone === 'bad' && 'text-bad', tone === 'off' && 'text-ink-faint')} />
          <span className="sr-only">{signed}. </span>
          <span className="min-w-0 truncate">{label ?? request.contentType ?? 'No body'}</span>
          {request.arrival > 1 && <span className="shrink-0 text-warn">{ordinal(request.arrival)} time</span>}
          <RelativeTime iso={request.receivedAt} className="ml-auto text-ink-faint" />
        </span>
      </Link>
    </li>
  )
}
