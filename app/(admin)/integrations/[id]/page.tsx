import type { Metadata } from 'next'
import { requireSession } from '@/app/(admin)/require-session'
import { IntegrationDetail } from '@/components/integrations/integration-detail'

export const metadata: Metadata = { title: 'Integration' }

export default async function IntegrationPage({ params }: { params: Promise<{ id: string }> }) {
  await requireSession()
  const { id } = await params
  return <IntegrationDetail id={id} />
}
