'use client'

import { Plus, Shapes } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { QueryError } from '@/components/feedback/query-error'
import { useCanEdit } from '@/components/frame/session-context'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card, Panel } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { Input } from '@/components/ui/input'
import { SkeletonRows } from '@/components/ui/skeleton'
import type { EventTypeView } from '@/lib/contracts/event-type'
import { eventLabel } from './event-label'
import { useEventTypes } from './use-event-types'

export function EventTypesPanel() {
  const query = useEventTypes()
  const canEdit = useCanEdit()
  const create = canEdit && (
    <Button variant="primary" asChild><Link href="/settings/event-types/new"><Plus />Create event type</Link></Button>
  )
  if (query.isPending) return <Panel title="Event types" flush><SkeletonRows rows={5} label="Loading event types" /></Panel>
  if (!query.data) return <Card><QueryError title="The event types could not be loaded" error={query.error} onRetry={() => void query.refetch()} /></Card>
  const own = query.data.filter((type) => type.own)
  return (
    <div className="space-y-4">
      <Panel title="Your event types" description="Made from a sample of what your product reports." actions={create} flush>
        {own.length === 0
          ? (
              <EmptyState icon={Shapes} title="None of your own yet">
                Paste what your product will send: fields, checks and a default body are made from it, and it becomes a trigger to choose.
              </EmptyState>
            )
          : <ul aria-label="Your event types">{own.map((type) => <TypeRow key={type.key} type={type} />)}</ul>}
      </Panel>
      <BuiltIn types={query.data.filter((type) => !type.own)} />
    </div>
  )
}

function BuiltIn({ types }: { types: readonly EventTypeView[] }) {
  const [search, setSearch] = useState('')
  const words = search.toLowerCase().split(/\s+/)
  const shown = types.filter(({ label, key, category }) => words.every((word) => `${label} ${key} ${category}`.toLowerCase().includes(word)))
  const field = <Input type="search" aria-label="Search built-in event types" placeholder="Search" value={search} onChange={(event) => setSearch(event.target.value)} className="w-full sm:w-56" />
  return (
    <Panel title="Built-in event types" description="They come with Hookwright and cannot be changed." actions={field} flush>
      {shown.length === 0
        ? <p className="p-4 text-13 text-ink-faint">No event type matches.</p>
        : <ul aria-label="Built-in event types">{shown.map((type) => <TypeRow key={type.key} type={type} />)}</ul>}
    </Panel>
  )
}

function TypeRow({ type }: { type: EventTypeView }) {
  const used = type.own?.integrations.length
  return (
    <li className="border-b last:border-b-0">
      <Link
        href={`/settings/event-types/${encodeURIComponent(type.key)}`}
        className="grid min-h-11 grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 px-4 py-2 text-13 hover:bg-sunken focus-visible:-outline-offset-2 md:grid-cols-[minmax(0,1fr)_minmax(0,18rem)_11rem]"
      >
        <span className="min-w-0 text-14 font-medium break-words">{eventLabel(type, type.key)}</span>
        <code className="min-w-0 truncate text-12 text-ink-faint max-md:col-start-1">{type.key}</code>
        <span className="text-right max-md:col-start-2 max-md:row-span-2 max-md:row-start-1">
          {used === undefined ? <span className="text-ink-soft">{type.category}</span> : <Badge tone={used > 0 ? 'accent' : 'off'}>{wordUse(used)}</Badge>}
        </span>
      </Link>
    </li>
  )
}

function wordUse(count: number): string {
  return count === 0 ? 'not used' : `${count} ${count === 1 ? 'integration' : 'integrations'}`
}
