'use client'

import { Mail } from 'lucide-react'
import { QueryError } from '@/components/feedback/query-error'
import { Panel } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { LoadMore } from '@/components/ui/load-more'
import { Notice } from '@/components/ui/notice'
import { SkeletonRows } from '@/components/ui/skeleton'
import type { MailView } from '@/lib/contracts/mail'
import { MailRow } from './mail-row'
import { useMails, useSendMail } from './use-mails'

/** `from` is the sender while a mail server is set, else null. */
export function MailsPanel({ from }: { from: string | null }) {
  const query = useMails()
  const mails = query.data?.pages.flatMap((page) => page.data) ?? []
  return (
    <div className="space-y-4">
      <MailSetUp from={from} />
      <Panel title="Mails" description="What was told to whom, newest first." flush>
        {query.isPending && <SkeletonRows rows={3} label="Loading mails" />}
        {query.isError && !query.data && <QueryError title="The mails could not be loaded" error={query.error} onRetry={() => void query.refetch()} />}
        {query.data && (mails.length === 0
          ? <EmptyState icon={Mail} title="No mails yet">The owner of an integration is told before it is switched off, and when it was.</EmptyState>
          : (
            <>
              <MailList mails={mails} canSend={from !== null} />
              <LoadMore
                hasMore={query.hasNextPage}
                loading={query.isFetchingNextPage}
                onLoadMore={() => void query.fetchNextPage()}
                shown={`${mails.length} ${mails.length === 1 ? 'mail' : 'mails'}`}
              />
            </>
          ))}
      </Panel>
    </div>
  )
}

function MailSetUp({ from }: { from: string | null }) {
  if (from !== null) return <Notice tone="ok" title="Mail is set up">Mails leave as <strong>{from}</strong>.</Notice>
  return (
    <Notice tone="warn" title="Mail is not set up">
      Mails are kept here and not sent. To send them, start Hookwright with <code>SMTP_URL</code> and <code>MAIL_FROM</code>.
    </Notice>
  )
}

function MailList({ mails, canSend }: { mails: readonly MailView[]; canSend: boolean }) {
  const send = useSendMail()
  return (
    <ul aria-label="Mails">
      {mails.map((mail) => (
        <MailRow
          key={mail.id}
          mail={mail}
          sending={send.isPending && send.variables === mail.id}
          onSend={canSend && (mail.status === 'kept' || mail.status === 'failed') ? () => send.mutate(mail.id) : undefined}
        />
      ))}
    </ul>
  )
}
