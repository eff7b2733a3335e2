import { ErrorSummary } from '@/components/ui/error-summary'
import type { WizardStep } from '@/lib/contracts/draft'
import { fieldId, type WizardError } from './state/map-pointers'
import { useWizard } from './wizard-context'
import { stepIndex, wizardSteps } from './wizard-steps'

/** Everything that is refused, on top, each entry a way to the place where it is mended. */
export function WizardErrors({ errors, step, attempt }: { errors: readonly WizardError[]; step: WizardStep; attempt: number }) {
  const { goTo } = useWizard()
  const summarised = errors.map((error) => {
    if (error.step === step) return { fieldId: error.field === '' ? undefined : fieldId(error.field), message: error.message }
    const title = wizardSteps[stepIndex(error.step)]?.title ?? ''
    const message = (
      <button type="button" className="text-left underline" onClick={() => goTo(error.step, error.field)}>
        {title}: {error.message}
      </button>
    )
    return { message }
  })
  return <ErrorSummary errors={summarised} attempt={attempt} />
}
