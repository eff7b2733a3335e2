import { Copy, LayoutTemplate, RotateCcw } from 'lucide-react'
import type { RefObject } from 'react'
import type { EditorHandle } from '@/components/code-editor/editor-handle'
import { TemplateEditor } from '@/components/code-editor/template-editor'
import { useEditorMode } from '@/components/code-editor/use-editor-mode'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuTrigger } from '@/components/ui/dropdown-menu'
import { Kbd } from '@/components/ui/kbd'
import type { EventTypeView } from '@/lib/contracts/event-type'
import type { TemplateProblem } from '@/lib/contracts/template'
import type { TemplateVariable } from '@/lib/templates/list-variables'
import { listBodyPresets } from '@/lib/templates/presets/list-body-presets'
import { activeTriggers, type FormTrigger } from '../state/form-state'
import { fieldId } from '../state/map-pointers'
import { wordTrigger } from '../state/split-label'
import { useWizard } from '../wizard-context'

interface EditorPanelProps {
  trigger: FormTrigger
  type: EventTypeView
  problems: readonly TemplateProblem[]
  variables: readonly TemplateVariable[]
  editor: RefObject<EditorHandle | null>
  onSubmit: () => void
}

export function EditorPanel({ trigger, type, problems, variables, editor, onSubmit }: EditorPanelProps) {
  const { dispatch } = useWizard()
  const [mode, setMode] = useEditorMode()
  const setTemplate = (template: string | null) => dispatch({ kind: 'setTemplate', type: type.key, template })
  // Typing the default by hand is the default again.
  const change = (text: string) => setTemplate(text === type.defaultTemplate ? null : text)
  return (
    <section aria-label={`Body for: ${wordTrigger(type, trigger.params)}`} className="min-w-0 self-start overflow-hidden rounded-panel border bg-panel">
      <header className="flex min-h-10 flex-wrap items-center gap-x-2 gap-y-1 border-b px-3 py-1">
        <h3 className="min-w-0 flex-1 basis-52 truncate text-13">{wordTrigger(type, trigger.params)}</h3>
        <Badge tone={trigger.template === null ? 'off' : 'accent'}>{trigger.template === null ? 'default' : 'edited'}</Badge>
        <div className="flex flex-wrap items-center">
          <PresetMenu onChoose={setTemplate} />
          <CopyMenu current={type.key} onChoose={setTemplate} />
          <Button size="sm" variant="ghost" disabled={trigger.template === null} onClick={() => setTemplate(null)}>
            <RotateCcw aria-hidden />Reset to default
          </Button>
        </div>
      </header>
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

function PresetMenu({ onChoose }: { onChoose: (template: string) => void }) {
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button size="sm" variant="ghost"><LayoutTemplate aria-hidden />Presets</Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        {listBodyPresets().map(({ key, label, description, template }) => (
          <DropdownMenuItem key={key} description={description} onSelect={() => onChoose(template)}>{label}</DropdownMenuItem>
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
              description={trigger.template === null ? 'default template' : 'edited template'}
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
