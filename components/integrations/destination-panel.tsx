import { Panel } from '@/components/ui/card'
import type { IntegrationView, SecretView } from '@/lib/contracts/integration'
import { policyText } from './policy-text'

export function DestinationPanel({ integration }: { integration: IntegrationView }) {
  const { destination, policy, limits } = integration
  return (
    <Panel title="Destination">
      <dl className="space-y-2.5 text-13 [&_dt]:text-ink-faint">
        <div><dt>URL</dt><dd className="font-mono break-all">{destination.url}</dd></div>
        <div><dt>Authentication</dt><dd>{authText(destination.auth)}</dd></div>
        {destination.headers.length > 0 && (
          <div>
            <dt>Headers</dt>
            {destination.headers.map((header) => (
              <dd key={header.name} className="font-mono break-all">{header.name}: {typeof header.value === 'string' ? header.value : secretText(header.value)}</dd>
            ))}
          </div>
        )}
        {destination.params.length > 0 && (
          <div>
            <dt>URL parameters</dt>
            {destination.params.map((param, index) => <dd key={index} className="font-mono break-all">{param.name}={param.value}</dd>)}
          </div>
        )}
        <div><dt>Retries</dt><dd>{policyText(policy)}</dd></div>
        {(limits.perSecond !== null || limits.concurrency !== null) && (
          <div>
            <dt>Limits</dt>
            {limits.perSecond !== null && <dd>{limits.perSecond} per second</dd>}
            {limits.concurrency !== null && <dd>{limits.concurrency} at the same time</dd>}
          </div>
        )}
      </dl>
    </Panel>
  )
}

function authText(auth: IntegrationView['destination']['auth']): string {
  switch (auth.kind) {
    case 'none': return 'None'
    case 'basic': return `Basic, user ${auth.username}, password ${secretText(auth.password)}`
    case 'bearer': return `Bearer, token ${secretText(auth.token)}`
  }
}

/** A secret is only known to be there. */
export const secretText = ({ set, lastFour }: SecretView) => (set ? (lastFour ? `set, ends in ${lastFour}` : 'set') : 'not set')
