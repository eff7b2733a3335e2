import { useState } from 'react'
import { Input } from '@/components/ui/input'
import type { TemplateVariable } from '@/lib/templates/list-variables'

/** All variables of the trigger; a press writes one at the cursor. */
export function VariablesTab({ variables, onInsert }: { variables: readonly TemplateVariable[]; onInsert: (path: string) => void }) {
  const [search, setSearch] = useState('')
  const wanted = search.trim().toLowerCase()
  const shown = variables.filter(({ path, description }) => `${path} ${description}`.toLowerCase().includes(wanted))
  return (
    <div>
      <div className="sticky top-0 border-b bg-panel p-2">
        <Input type="search" aria-label="Search variables" placeholder="Search variables" value={search} onChange={(event) => setSearch(event.target.value)} />
      </div>
      <ul className="divide-y">
        {shown.map(({ path, type, description, sample }) => (
          <li key={path}>
            <button
              type="button"
              className="block w-full px-3 py-2 text-left hover:bg-sunken focus-visible:-outline-offset-2"
              onClick={() => onInsert(path)}
            >
              <span className="flex items-baseline gap-2">
                <span className="sr-only">Insert</span>
                <code className="min-w-0 text-13 break-all text-accent">{path}</code>
                <span className="ml-auto text-12 whitespace-nowrap text-ink-faint">{type}</span>
              </span>
              {description !== '' && <span className="block text-12 text-ink-soft">{description}</span>}
              {sample !== null && <code className="block truncate text-12 text-ink-faint">{sample}</code>}
            </button>
          </li>
        ))}
      </ul>
      {shown.length === 0 && <p className="p-3 text-13 text-ink-faint">No variable matches.</p>}
    </div>
  )
}
