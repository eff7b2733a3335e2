import type { Metadata } from 'next'
import { requireSession } from '@/app/(admin)/require-session'
import { IntegrationsScreen } from '@/components/integrations/integrations-screen'

export const metadata: Metadata = { title: 'Integrations' }

export default async function IntegrationsPage() {
  await requireSession()
  return <IntegrationsScreen />
}
