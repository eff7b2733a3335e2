import { fetchDraft } from './wizard-api'

/** A draft, and the form it continues; what reads it is loaded only then. */
export async function loadDraft(id: string) {
  const [draft, { fromDraftData }] = await Promise.all([fetchDraft(id), import('../state/from-draft-data')])
  return { draft, start: fromDraftData(draft.data) }
}
