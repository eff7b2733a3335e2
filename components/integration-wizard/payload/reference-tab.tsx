import { useState } from 'react'
import { filterReference, tagReference, type ReferenceEntry } from '@/components/code-editor/liquid-reference'
import { Input } from '@/components/ui/input'

export function ReferenceTab() {
  const [search, setSearch] = useState('')
  const wanted = search.trim().toLowerCase()
  const matching = (entries: readonly ReferenceEntry[]) =>
    entries.filter(({ name, help }) => `${name} ${help}`.toLowerCase().includes(wanted))
  return (
    <div>
      <div className="sticky top-0 border-b bg-panel p-2">
        <Input type="search" aria-label="Search the reference" placeholder="Search filters and tags" value={search} onChange={(event) => setSearch(event.target.value)} />
      </div>
      <p className="px-3 pt-3 text-12 text-ink-soft">
        Values are escaped by where they stand: inside quotes as text, outside as a JSON value. A body can’t break by a quote or a line break.
      </p>
      <Entries title="Tags" entries={matching(tagReference)} />
      <Entries title="Filters" entries={matching(filterReference)} />
    </div>
  )
}

function Entries({ title, entries }: { title: string; entries: readonly ReferenceEntry[] }) {
  if (entries.length === 0) return null
  return (
    <section className="px-3 pt-3">
      <h4 className="text-12 text-ink-faint">{title}</h4>
      <dl>
        {entries.map(({ name, help, example }) => (
          <div key={name} className="border-b py-1.5 last:border-0">
            <dt className="text-13"><code className="font-medium text-accent">{name}</code></dt>
            <dd className="text-12 text-ink-soft">
              {help}
              <code className="block break-all whitespace-pre-wrap text-ink-faint">{example}</code>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
