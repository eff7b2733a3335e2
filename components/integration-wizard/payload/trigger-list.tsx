import { Circle, CircleDot, CircleX, TriangleAlert, type LucideIcon } from 'lucide-react'
import { cn } from '@/components/ui/cn'
import { checkWords, type TemplateCheck } from '../preview/template-check'
import { activeTriggers } from '../state/form-state'
import { wordTrigger } from '../state/split-label'
import { presetTemplate } from '../state/wizard-presets'
import { useWizard } from '../wizard-context'

const looks: Record<TemplateCheck['state'], { icon: LucideIcon; tone: string }> = {
  default: { icon: Circle, tone: 'text-ink-faint' },
  edited: { icon: CircleDot, tone: 'text-accent' },
  warning: { icon: TriangleAlert, tone: 'text-warn' },
  error: { icon: CircleX, tone: 'text-bad' },
}

export function TriggerList({ current }: { current: string }) {
  const { form, eventTypes, checks, selectType } = useWizard()
  return (
    <nav aria-label="Templates by trigger" className="min-w-0 rounded-panel border bg-panel self-start lg:max-h-[calc(var(--editor-height)+6rem)] lg:overflow-y-auto max-lg:w-full">
      <h3 className="flex min-h-10 items-center border-b px-3 text-13">Triggers</h3>
      <ul className="p-1 max-lg:max-h-44 max-lg:overflow-y-auto">
        {activeTriggers(form).map((trigger) => {
          const type = eventTypes.find((entry) => entry.key === trigger.type)
          const state = checks[trigger.type]?.state ?? (trigger.template === presetTemplate(form.preset, trigger.type) ? 'default' : 'edited')
          const { icon: Icon, tone } = looks[state]
          const active = trigger.type === current
          return (
            <li key={trigger.type}>
              <button
                type="button"
                aria-current={active || undefined}
                onClick={() => selectType(trigger.type)}
                className={cn(
                  'flex w-full items-start gap-2 rounded-control px-2 py-1.5 text-left text-13 pointer-coarse:min-h-11',
                  active ? 'bg-accent-tint font-medium text-ink' : 'text-ink-soft hover:bg-sunken hover:text-ink',
                )}
              >
                <Icon aria-hidden className={cn('mt-0.5 size-4', tone)} />
                <span className="min-w-0">
                  {type ? wordTrigger(type, trigger.params).replace(/^When /, '') : trigger.type}
                  <span className="sr-only">, {checkWords[state]}</span>
                </span>
              </button>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
