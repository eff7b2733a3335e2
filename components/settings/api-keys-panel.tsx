'use client'

import { KeyRound, Plus } from 'lucide-react'
import { useState } from 'react'
import { QueryError } from '@/components/feedback/query-error'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Panel } from '@/components/ui/card'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { EmptyState } from '@/components/ui/empty-state'
import { lazyDialog } from '@/components/ui/lazy-dialog'
import { RelativeTime } from '@/components/ui/relative-time'
import { SkeletonRows } from '@/components/ui/skeleton'
import type { ApiKeyView } from '@/lib/contracts/api-key'
import { useApiKeys, useRevokeApiKey } from './use-api-keys'

const CreateKeyDialog = lazyDialog(() => import('./create-key-dialog').then((module) => module.CreateKeyDialog))

const DESCRIPTION = (
  <>
    Programs sign in with a key. It is shown once, when it is made. What they can do with it:{' '}
    <a className="underline underline-offset-4 hover:text-ink" href="/api/v1/openapi.json">OpenAPI document</a>
  </>
)

export function ApiKeysPanel() {
  const [creating, setCreating] = useState(false)
  const query = useApiKeys()
  const create = <Button variant="primary" onClick={() => setCreating(true)}><Plus />Create API key</Button>
  return (
    <>
      <Panel title="API keys" description={DESCRIPTION} actions={query.data && create} flush>
        {query.isPending && <SkeletonRows rows={3} label="Loading API keys" />}
        {query.isError && !query.data && <QueryError title="The API keys could not be loaded" error={query.error} onRetry={() => void query.refetch()} />}
        {query.data && (query.data.length === 0
          ? <EmptyState icon={KeyRound} title="No API keys yet">Make one for each program that reports events, so that each can be revoked by itself.</EmptyState>
          : <KeyList keys={query.data} />)}
      </Panel>
      <CreateKeyDialog open={creating} onOpenChange={setCreating} />
    </>
  )
}

function KeyList({ keys }: { keys: readonly ApiKeyView[] }) {
  const [revoking, setRevoking] = useState<ApiKeyView | null>(null)
  const revoke = useRevokeApiKey()
  return (
    <>
      <ul aria-label="API keys">
        {keys.map((key) => <KeyRow key={key.id} apiKey={key} onRevoke={() => setRevoking(key)} />)}
      </ul>
      <ConfirmDialog
        open={revoking !== null}
        onOpenChange={(open) => !open && setRevoking(null)}
        title={`Revoke ${revoking?.name ?? ''}`}
        confirmLabel="Revoke key"
        destructive
        loading={revoke.isPending}
        onConfirm={() => revoking && revoke.mutate(revoking, { onSettled: () => setRevoking(null) })}
      >
        <p>Programs that use the key ending in <code>{revoking?.lastFour}</code> are refused within a second. This cannot be undone.</p>
      </ConfirmDialog>
    </>
  )
}

function KeyRow({ apiKey, onRevoke }: { apiKey: ApiKeyView; onRevoke: () => void }) {
  const { name, lastFour, scopes, lastUsedAt, createdAt, revokedAt } = apiKey
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 border-b px-4 py-2.5 text-13 last:border-b-0 md:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_10rem_5rem]">
      <div className="min-w-0">
        <span className="block truncate text-14 font-medium">{name}</span>
        <code className="text-12 text-ink-faint">…{lastFour}</code>
      </div>
      <div className="order-last col-span-2 flex flex-wrap gap-1 md:order-none md:col-span-1">
        {scopes.map((scope) => <Badge key={scope}>{scope}</Badge>)}
      </div>
      <div className="order-last col-span-2 text-ink-soft md:order-none md:col-span-1">
        <span className="md:block">{lastUsedAt ? <>used <RelativeTime iso={lastUsedAt} /></> : 'never used'}</span>
        <span className="text-ink-faint max-md:before:content-['_·_'] md:block">made <RelativeTime iso={createdAt} /></span>
      </div>
      <div className="text-right">
        {revokedAt ? <Badge>Revoked</Badge> : <Button size="sm" variant="danger-quiet" onClick={onRevoke} aria-label={`Revoke ${name}`}>Revoke</Button>}
      </div>
    </li>
  )
}
