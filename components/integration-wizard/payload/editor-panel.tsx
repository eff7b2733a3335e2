import { Copy, Info, LayoutTemplate, RotateCcw, TextSearch } from 'lucide-react'
import { useState, type RefObject } from 'react'
import type { EditorHandle } from '@/components/code-editor/editor-handle'
import type { FixableProblem } from '@/components/code-editor/fixable-problem'
import { TemplateEditor } from '@/components/code-editor/template-editor'
import { useEditorMode } from '@/components/code-editor/use-editor-mode'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuTrigger } from '@/components/ui/dropdown-menu'
import { Kbd } from '@/components/ui/kbd'
import { lazyDialog } from '@/components/ui/lazy-dialog'
import type { EventTypeView } from '@/lib/contracts/event-type'
import type { TemplateVariable } from '@/lib/templates/list-variables'
import { listBodyPresets } from '@/lib/templates/presets/list-body-presets'
import { activeTriggers, type FormTrigger } from '../state/form-state'
import { fieldId } from '../state/map-pointers'
import { wordTrigger } from '../state/split-label'
import { findWizardPreset, presetTemplate } from '../state/wizard-presets'
import { useWizard } from '../wizard-context'

const CompareDialog = lazyDialog(() => import('./compare-dialog').then((module) => module.CompareDialog))

interface EditorPanelProps {
  trigger: FormTrigger
  type: EventTypeView
  problems: readonly FixableProblem[]
  variables: readonly TemplateVariable[]
  editor: RefObject<EditorHandle | null>
  onSubmit: () => void
}

export function EditorPanel({ trigger, type, problems, variables, editor, onSubmit }: EditorPanelProps) {
  const { form, dispatch } = useWizard()
  const [mode, setMode] = useEditorMode()
  const [comparing, setComparing] = useState(false)
  const setTemplate = (template: string | null) => dispatch({ kind: 'setTemplate', type: type.key, template })
  const own = presetTemplate(form.preset, type.key)
  const hint = findWizardPreset(form.preset)?.bodyHint ?? null
  const isDefault = trigger.template === own
  // Typing the event type's default by hand is that default again, also when it changes.
  const change = (text: string) => setTemplate(text === type.defaultTemplate ? null : text)
  return (
    <section aria-label={`Body for: ${wordTrigger(type, trigger.params)}`} className="min-w-0 self-start overflow-hidden rounded-panel border bg-panel">
      <header className="flex min-h-10 flex-wrap items-center gap-x-2 gap-y-1 border-b px-3 py-1">
        <h3 className="min-w-0 flex-1 basis-52 truncate text-13">{wordTrigger(type, trigger.params)}</h3>
        <Badge tone={isDefault ? 'off' : 'accent'}>{isDefault ? 'default' : 'edited'}</Badge>
        <div className="-ml-2 flex flex-wrap items-center">
          <PresetMenu type={type.key} onChoose={setTemplate} />
          <CopyMenu current={type.key} onChoose={setTemplate} />
          <Button size="sm" variant="ghost" disabled={isDefault} onClick={() => setComparing(true)}><TextSearch aria-hidden />Compare</Button>
          <Button size="sm" variant="ghost" disabled={isDefault} onClick={() => setTemplate(own)}>
            <RotateCcw aria-hidden />Reset to default
          </Button>
        </div>
      </header>
      <CompareDialog
        open={comparing} onOpenChange={setComparing} before={own ?? type.defaultTemplate} after={trigger.template ?? type.defaultTemplate}
        onReset={() => setTemplate(own)}
      />
      {hint !== null && isDefault && (
        <p className="flex gap-2 border-b bg-wait-tint px-3 py-2 text-13 text-ink"><Info aria-hidden className="mt-0.5 size-4 shrink-0 text-wait" />{hint}</p>
      )}
      <TemplateEditor
        mode={mode}
        id={fieldId(`template.${type.key}`)}
        describedBy="template-problems"
        path={type.key}
        label="Template"
        value={trigger.template ?? type.defaultTemplate}
        onChange={change}
        onSubmit={onSubmit}
        problems={problems}
        variables={variables}
        className="h-[320px] lg:h-(--editor-height)"
        handle={editor}
      />
      <footer className="flex min-h-9 items-center gap-2 border-t px-3 text-12 text-ink-faint">
        {mode === 'code' && <span className="hidden sm:inline"><Kbd>Ctrl</Kbd> <Kbd>M</Kbd> lets Tab leave the editor</span>}
        <Button
          size="sm" variant="ghost" className="ml-auto text-12" aria-pressed={mode === 'plain'}
          onClick={() => setMode(mode === 'plain' ? 'code' : 'plain')}
        >
          {mode === 'plain' ? 'Code editor' : 'Plain text'}
        </Button>
      </footer>
    </section>
  )
}

function PresetMenu({ type, onChoose }: { type: string; onChoose: (template: string | null) => void }) {
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button size="sm" variant="ghost"><LayoutTemplate aria-hidden />Presets</Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        <DropdownMenuItem description="All that is known, as plain JSON" onSelect={() => onChoose(null)}>Event’s own body</DropdownMenuItem>
        {listBodyPresets().map(({ key, label, description, templateFor }) => (
          <DropdownMenuItem key={key} description={description} onSelect={() => onChoose(templateFor(type))}>{label}</DropdownMenuItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  )
}

function CopyMenu({ current, onChoose }: { current: string; onChoose: (template: string) => void }) {
  const { form, eventTypes } = useWizard()
  const others = activeTriggers(form).filter((trigger) => trigger.type !== current)
  if (others.length === 0) return null
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button size="sm" variant="ghost"><Copy aria-hidden />Copy from</Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        {others.map((trigger) => {
          const type = eventTypes.find((entry) => entry.key === trigger.type)
          return (
            <DropdownMenuItem
              key={trigger.type}
              description={trigger.template === presetTemplate(form.preset, trigger.type) ? 'default template' : 'edited template'}
              onSelect={() => onChoose(trigger.template ?? type?.defaultTemplate ?? '')}
            >
              {type ? wordTrigger(type, trigger.params) : trigger.type}
            </DropdownMenuItem>
          )
        })}
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
