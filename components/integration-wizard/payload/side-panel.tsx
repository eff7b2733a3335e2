import { cn } from '@/components/ui/cn'
import { Tabs, TabsContent, TabsList, TabsTrigger } from '@/components/ui/tabs'
import type { EventTypeView } from '@/lib/contracts/event-type'
import type { TemplateVariable } from '@/lib/templates/list-variables'
import type { PreviewOutcome } from '../preview/preview-messages'
import type { SampleChoice } from '../preview/sample-choice'
import { PreviewTab } from './preview-tab'
import { ReferenceTab } from './reference-tab'
import { SampleTab } from './sample-tab'
import { VariablesTab } from './variables-tab'

interface SidePanelProps {
  type: EventTypeView
  sample: SampleChoice
  outcome: PreviewOutcome | null
  variables: readonly TemplateVariable[]
  onInsert: (path: string) => void
  className?: string
}

const body = 'min-h-0 flex-1 overflow-y-auto'

export function SidePanel({ type, sample, outcome, variables, onInsert, className }: SidePanelProps) {
  return (
    <div className={cn('relative min-w-0 lg:max-xl:h-[420px]', className)}>
      <Tabs
        defaultValue="preview"
        className="flex max-h-[480px] flex-col overflow-hidden rounded-panel border bg-panel lg:absolute lg:inset-0 lg:max-h-none"
      >
        <TabsList aria-label="Beside the template" className="shrink-0 px-1">
          <TabsTrigger value="preview">Preview</TabsTrigger>
          <TabsTrigger value="sample">Sample</TabsTrigger>
          <TabsTrigger value="variables">Variables</TabsTrigger>
          <TabsTrigger value="reference">Reference</TabsTrigger>
        </TabsList>
        <TabsContent value="preview" className={body}><PreviewTab outcome={outcome} sampleTitle={sample.title} /></TabsContent>
        <TabsContent value="sample" className={body}><SampleTab type={type} sample={sample} /></TabsContent>
        <TabsContent value="variables" className={body}><VariablesTab variables={variables} onInsert={onInsert} /></TabsContent>
        <TabsContent value="reference" className={body}><ReferenceTab /></TabsContent>
      </Tabs>
    </div>
  )
}
