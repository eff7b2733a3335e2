import type { IntegrationView } from '@/lib/contracts/integration'
import type { DraftView } from '@/lib/contracts/draft'
import type { Subscription } from '@/lib/contracts/subscription'
import { isSecretName, looksLikeToken, MASK, maskUrl } from '@/lib/security/mask-url'
import { isSecretHeader } from '@/lib/security/redact-headers'

/** What a person or key may do decides what of a destination is shown. */
export type Looker = { scopes: ReadonlySet<string> }

export const mayEdit = ({ scopes }: Looker): boolean => scopes.has('integrations:write')

const maskPairs = <P extends { name: string; value: unknown }>(pairs: readonly P[]): P[] =>
  pairs.map((pair) => typeof pair.value === 'string' && pair.value !== '' && (isSecretName(pair.name) || looksLikeToken(pair.value))
    ? { ...pair, value: MASK } : pair)

const maskHeaders = <P extends { name: string; value: unknown }>(pairs: readonly P[]): P[] =>
  maskPairs(pairs).map((pair) => (typeof pair.value === 'string' && isSecretHeader(pair.name) ? { ...pair, value: MASK } : pair))

/**
 * An integration as its reader may see it: who may not edit sees `***` for the parts of URL, parameters and plain headers
 * that look like tokens. Many receivers know their senders by nothing else.
 */
export function viewFor(looker: Looker, view: IntegrationView): IntegrationView {
  return mayEdit(looker) ? view : { ...view, destination: destinationFor(view.destination) }
}

/** A destination for those who may not edit it. */
export const destinationFor = ({ url, params, headers, auth }: IntegrationView['destination']): IntegrationView['destination'] =>
  ({ url: maskUrl(url), params: maskPairs(params), headers: maskHeaders(headers), auth })

/** A subscription likewise. */
export function subscriptionFor(looker: Looker, view: Subscription): Subscription {
  return mayEdit(looker) ? view : { ...view, url: maskUrl(view.url) }
}

/** A draft likewise; what of it was not understood yet is not shown to those who may not edit. */
export function draftFor(looker: Looker, view: DraftView): DraftView {
  return mayEdit(looker) ? view : { ...view, data: view.name === null ? {} : { name: view.name } }
}
