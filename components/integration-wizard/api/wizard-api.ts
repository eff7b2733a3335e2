import { apiFetch } from '@/lib/api-client/api-fetch'
import type { DraftInput, DraftView } from '@/lib/contracts/draft'
import type { TestResult } from '@/lib/contracts/delivery'
import type { EventView } from '@/lib/contracts/event'
import type { EventTypeView } from '@/lib/contracts/event-type'
import type { IntegrationView, TestInput } from '@/lib/contracts/integration'
import type { Page } from '@/lib/contracts/paging'

const path = '/api/v1'
const idPath = (list: string, id: string) => `${path}/${list}/${encodeURIComponent(id)}`

export const fetchEventTypes = () => apiFetch<Page<EventTypeView>>(`${path}/event-types`, { query: { limit: 200 } })

export const fetchIntegration = (id: string) => apiFetch<IntegrationView>(idPath('integrations', id))

/** `draft`: the draft that keeps the secrets which the body only notes as set. */
export const createIntegration = (body: object, draft: string | null) =>
  apiFetch<IntegrationView>(`${path}/integrations`, { method: 'POST', body, query: { draft } })

export const changeIntegration = (id: string, body: object, version: number, draft: string | null) =>
  apiFetch<IntegrationView>(idPath('integrations', id), {
    method: 'PATCH', body, query: { draft }, headers: { 'if-match': `"${id}.${version}"` },
  })

export const createDraft = (body: DraftInput) => apiFetch<DraftView>(`${path}/integration-drafts`, { method: 'POST', body })

export const fetchDraft = (id: string) => apiFetch<DraftView>(idPath('integration-drafts', id))

export const changeDraft = (id: string, body: DraftInput) =>
  apiFetch<DraftView>(idPath('integration-drafts', id), { method: 'PATCH', body })

export const deleteDraft = (id: string) => apiFetch<undefined>(idPath('integration-drafts', id), { method: 'DELETE' })

export interface UrlVerdict {
  ok: boolean
  code: string | null
  message: string | null
}

export const checkUrl = (url: string) =>
  apiFetch<UrlVerdict>(`${path}/integrations/check-url`, { method: 'POST', body: { url } })

export const sendTest = (body: TestInput, draft: string | null, signal: AbortSignal) =>
  apiFetch<TestResult>(`${path}/integrations/test`, { method: 'POST', body, query: { draft }, signal })

export const fetchEgressIps = () => apiFetch<{ data: string[] }>(`${path}/egress-ips`)

export const fetchRecentEvents = (type: string) =>
  apiFetch<Page<EventView>>(`${path}/events`, { query: { type, limit: 10 } })
