import { hostOf } from '@/components/deliveries/url-host'
import { query, useQueryStates, type QueryValues } from '@/components/lists/use-query-states'
import type { DraftView } from '@/lib/contracts/draft'
import type { IntegrationView } from '@/lib/contracts/integration'

/** `draft`: not finished yet. */
export const shownStates = ['healthy', 'degraded', 'failing', 'disabled', 'draft'] as const
const WEBHOOK = 'webhook' // one without a preset

const parsers = { q: query.text, status: query.oneOf(shownStates), type: query.text }

export type IntegrationFilter = QueryValues<typeof parsers>
export const useIntegrationFilter = () => useQueryStates(parsers)
export const noFilter: Record<keyof IntegrationFilter, null> = { q: null, status: null, type: null }
export const isFiltered = ({ q, status, type }: IntegrationFilter) => q !== '' || status !== null || type !== ''

const contains = (text: string, search: string) => text.toLowerCase().includes(search.trim().toLowerCase())

/** The type as the filter names it. */
export const typeKey = ({ preset }: Pick<IntegrationView, 'preset'>): string => preset ?? WEBHOOK

export const matches = (integration: IntegrationView, { q, status, type }: IntegrationFilter): boolean =>
  (status === null || integration.health.state === status) && (type === '' || typeKey(integration) === type)
  && contains(`${integration.name} ${hostOf(integration.destination.url)}`, q)

/** Of a draft only its name is known. */
export const matchesDraft = ({ name }: Pick<DraftView, 'name'>, { q, status, type }: IntegrationFilter): boolean =>
  (status === null || status === 'draft') && type === '' && contains(name ?? 'Untitled', q)
