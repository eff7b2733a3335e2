import dynamic from 'next/dynamic'
import type { ComponentType } from 'react'
import type * as z from 'zod'
import { wizardStep, type WizardStep } from '@/lib/contracts/draft'
import { stepSchemas } from './state/step-schemas'
import { DestinationStep } from './steps/destination-step'
import { EnableStep } from './steps/enable-step'
import { TriggersStep } from './steps/triggers-step'
import { TypeStep } from './steps/type-step'

interface WizardStepEntry {
  key: WizardStep
  title: string
  heading: string
  schema: z.ZodType
  component: ComponentType
}

// Only this step needs the editor and the template engine.
const PayloadStep = dynamic(() => import('./steps/payload-step').then((module) => module.PayloadStep), { ssr: false })

/** The wizard as data, in order. */
export const wizardSteps: readonly WizardStepEntry[] = [
  { key: 'type', title: 'Type', heading: 'What should receive the events?', schema: stepSchemas.type, component: TypeStep },
  {
    key: 'triggers', title: 'Triggers', heading: 'When should something be sent?',
    schema: stepSchemas.triggers, component: TriggersStep,
  },
  {
    key: 'destination', title: 'Destination', heading: 'Where should it go?',
    schema: stepSchemas.destination, component: DestinationStep,
  },
  {
    key: 'payload', title: 'Payload', heading: 'What should it say?',
    schema: stepSchemas.payload, component: PayloadStep,
  },
  { key: 'enable', title: 'Enable', heading: 'Check and switch on', schema: stepSchemas.enable, component: EnableStep },
]

export function stepIndex(key: WizardStep): number {
  return wizardSteps.findIndex((step) => step.key === key)
}

export function readStep(text: string | null | undefined): WizardStep | null {
  const parsed = wizardStep.safeParse(text)
  return parsed.success ? parsed.data : null
}
