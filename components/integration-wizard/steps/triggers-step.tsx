'use client'

import { Search } from 'lucide-react'
import { useState } from 'react'
import { EmptyState } from '@/components/ui/empty-state'
import { FieldError } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { groupEventTypes } from '../state/filter-triggers'
import { activeTriggers } from '../state/form-state'
import { fieldId } from '../state/map-pointers'
import { findWizardPreset } from '../state/wizard-presets'
import { useFieldMessage, useWizard } from '../wizard-context'
import { TriggerGroup } from './trigger-group'

export function TriggersStep() {
  const { form, eventTypes } = useWizard()
  const [search, setSearch] = useState('')
  const message = useFieldMessage()('triggers')
  const groups = groupEventTypes(eventTypes, search, findWizardPreset(form.preset)?.triggers)
  const count = activeTriggers(form).length
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-center gap-3">
        <div className="relative w-full sm:w-80">
          <Search aria-hidden className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-ink-faint" />
          <Input
            type="search" aria-label="Search triggers" placeholder="Search triggers" className="pl-8"
            value={search} onChange={(event) => setSearch(event.target.value)}
          />
        </div>
        <p aria-live="polite" className="text-13 text-ink-soft">{count === 0 ? 'None chosen yet' : `${count} chosen`}</p>
      </div>
      <div id={fieldId('triggers')} tabIndex={-1} className="space-y-4">
        {message && <FieldError>{message}</FieldError>}
        {groups.map(({ category, types }) => <TriggerGroup key={category} category={category} types={types} />)}
      </div>
      {groups.length === 0 && (
        <EmptyState icon={Search} title="No trigger matches">Try another word, such as score, leak or vendor.</EmptyState>
      )}
    </div>
  )
}
