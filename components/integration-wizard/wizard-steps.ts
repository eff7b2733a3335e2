import { lazy, type ComponentType } from 'react'
import type { WizardStep } from '@/lib/contracts/draft'
import { TypeStep } from './steps/type-step'

interface WizardStepEntry {
  key: WizardStep
  title: string
  heading: string
  component: ComponentType
}

const loadTriggers = () => import('./steps/triggers-step').then((module) => ({ default: module.TriggersStep }))
const loadDestination = () => import('./steps/destination-step').then((module) => ({ default: module.DestinationStep }))
const loadEnable = () => import('./steps/enable-step').then((module) => ({ default: module.EnableStep }))
const TriggersStep = lazy(loadTriggers)
const DestinationStep = lazy(loadDestination)
const EnableStep = lazy(loadEnable)
// Only this step needs the editor and the template engine.
const PayloadStep = lazy(() => import('./steps/payload-step').then((module) => ({ default: module.PayloadStep })))

/** While the first step is read, the small ones after it come too: nobody waits for them. */
export function preloadSteps(): void {
  for (const load of [loadTriggers, loadDestination, loadEnable]) void load().catch(() => undefined) // asked for again when shown
}

/** The wizard as data, in order; the schema of each is in `step-schemas`, which is loaded when a step is confirmed. */
export const wizardSteps: readonly WizardStepEntry[] = [
  { key: 'type', title: 'Type', heading: 'What should receive the events?', component: TypeStep },
  {
    key: 'triggers', title: 'Triggers', heading: 'When should something be sent?', component: TriggersStep,
  },
  {
    key: 'destination', title: 'Destination', heading: 'Where should it go?', component: DestinationStep,
  },
  {
    key: 'payload', title: 'Payload', heading: 'What should it say?', component: PayloadStep,
  },
  { key: 'enable', title: 'Enable', heading: 'Check and switch on', component: EnableStep },
]

export function stepIndex(key: WizardStep): number {
  return wizardSteps.findIndex((step) => step.key === key)
}

export function readStep(text: string | null | undefined): WizardStep | null {
  return wizardSteps.find(({ key }) => key === text)?.key ?? null
}
