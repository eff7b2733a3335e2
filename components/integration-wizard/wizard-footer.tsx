import { ArrowLeft, ArrowRight, Check } from 'lucide-react'
import { Button } from '@/components/ui/button'
import type { WizardStep } from '@/lib/contracts/draft'
import type { DraftState } from './hooks/use-draft'

interface WizardFooterProps {
  step: WizardStep
  busy: boolean
  draftState: DraftState
  onBack: () => void
  onConfirm: () => void
  onFinish: () => void
}

const draftWords: Record<DraftState, string> = {
  none: '',
  unsaved: 'Saving the draft…',
  saving: 'Saving the draft…',
  saved: 'Draft saved',
  failed: 'The draft could not be saved',
}

export function WizardFooter({ step, busy, draftState, onBack, onConfirm, onFinish }: WizardFooterProps) {
  return (
    <div className="sticky bottom-0 z-10 -mx-4 mt-6 -mb-12 flex items-center gap-3 border-t bg-bg px-4 py-3 lg:-mx-8 lg:px-8">
      {step !== 'type' && <Button onClick={onBack} disabled={busy}><ArrowLeft aria-hidden />Back</Button>}
      <p aria-live="polite" className={`ml-auto truncate text-13 ${draftState === 'failed' ? 'text-warn' : 'text-ink-faint'}`}>
        {draftWords[draftState]}
      </p>
      {step === 'enable'
        ? <Button variant="primary" loading={busy} onClick={onFinish}>{!busy && <Check aria-hidden />}Finish</Button>
        : <Button variant="primary" loading={busy} onClick={onConfirm}>Confirm and next{!busy && <ArrowRight aria-hidden />}</Button>}
    </div>
  )
}
