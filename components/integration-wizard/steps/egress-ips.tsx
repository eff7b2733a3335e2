import { useQuery } from '@tanstack/react-query'
import { CopyButton } from '@/components/ui/copy-button'
import { Panel } from '@/components/ui/card'
import { fetchEgressIps } from '../api/wizard-api'

/** The addresses requests come from, for the receiver's firewall. */
export function EgressIps() {
  const { data, isPending, isError } = useQuery({ queryKey: ['egress-ips'], queryFn: fetchEgressIps, staleTime: Infinity })
  const addresses = data?.data ?? []
  return (
    <Panel
      title="Requests come from"
      actions={addresses.length > 0 && <CopyButton value={addresses.join('\n')} label="Copy addresses" size="sm" />}
    >
      {addresses.length > 0 && (
        <ul className="space-y-1 font-mono text-13">{addresses.map((address) => <li key={address}>{address}</li>)}</ul>
      )}
      <p className={`text-13 text-ink-faint ${addresses.length > 0 ? 'mt-3' : ''}`}>{wordState(isPending, isError, addresses.length)}</p>
    </Panel>
  )
}

function wordState(pending: boolean, failed: boolean, count: number): string {
  if (pending) return 'Loading…'
  if (failed) return 'The list could not be loaded.'
  if (count === 0) return 'No static addresses are configured. The operator sets them with EGRESS_IPS.'
  return 'Allow them in the receiver’s firewall. As JSON: /api/v1/egress-ips'
}
