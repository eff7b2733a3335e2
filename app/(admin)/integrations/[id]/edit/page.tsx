import type { Metadata } from 'next'
import { Suspense } from 'react'
import { requireSession } from '@/app/(admin)/require-session'
import { IntegrationWizard } from '@/components/integration-wizard/integration-wizard'

export const metadata: Metadata = { title: 'Edit integration' }

export default async function EditIntegrationPage({ params }: { params: Promise<{ id: string }> }) {
  await requireSession()
  const { id } = await params
  return <Suspense><IntegrationWizard integrationId={id} /></Suspense>
}
