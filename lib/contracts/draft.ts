import * as z from 'zod'
import { type integrationPatch } from './integration'

export const wizardStep = z.enum(['type', 'triggers', 'destination', 'payload', 'enable'])
export type WizardStep = z.infer<typeof wizardStep>

/**
 * What was typed so far: an integration in which nothing is required and nothing is judged yet. Secrets are kept
 * sealed and read back as `{set: true}`, like those of an integration.
 */
export const draftInput = z.object({
  step: wizardStep,
  integrationId: z.string().nullable().optional(),
  data: z.looseObject({}),
})
/** A PATCH: what is left out stays. */
export const draftPatch = draftInput.partial()
export const draft = z.object({
  id: z.string(),
  integrationId: z.string().nullable(),
  step: wizardStep,
  name: z.string().nullable(),
  data: z.looseObject({}),
  createdAt: z.string(),
  updatedAt: z.string(),
})
export type DraftView = z.infer<typeof draft>
export type DraftInput = z.infer<typeof draftInput>
export type DraftData = z.infer<typeof integrationPatch>
