import { Button } from '@/components/ui/button'
import { EVENT_CATEGORIES } from '@/lib/catalogue/event-type'
import type { EventTypeView } from '@/lib/contracts/event-type'
import { activeTriggers } from '../state/form-state'
import { useWizard } from '../wizard-context'
import { TriggerRow } from './trigger-row'

const titles: Record<string, string> = EVENT_CATEGORIES

export function TriggerGroup({ category, types }: { category: string; types: readonly EventTypeView[] }) {
  const { form, dispatch } = useWizard()
  const title = titles[category] ?? category
  const on = new Set(activeTriggers(form).map((trigger) => trigger.type))
  const chosen = types.filter((type) => on.has(type.key)).length
  const all = chosen === types.length
  return (
    <section aria-label={title} className="overflow-hidden rounded-panel border bg-panel">
      <header className="flex min-h-10 items-center gap-3 border-b bg-sunken px-4">
        <h3 className="text-13">{title}</h3>
        <span className="text-13 text-ink-faint tabular-nums">{chosen} of {types.length}</span>
        <Button
          size="sm" variant="ghost" className="ml-auto"
          aria-label={`${all ? 'Select none' : 'Select all'} in ${title}`}
          onClick={() => dispatch({ kind: 'toggleTriggers', types: types.map((type) => type.key), on: !all })}
        >
          {all ? 'Select none' : 'Select all'}
        </Button>
      </header>
      <ul className="divide-y">
        {types.map((type) => <TriggerRow key={type.key} type={type} on={on.has(type.key)} />)}
      </ul>
    </section>
  )
}
