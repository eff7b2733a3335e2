import type { Metadata } from 'next'
import { Suspense } from 'react'
import { requireSession } from '@/app/(admin)/require-session'
import { IntegrationWizard } from '@/components/integration-wizard/integration-wizard'

export const metadata: Metadata = { title: 'Create integration' }

export default async function NewIntegrationPage() {
  await requireSession()
  return <Suspense><IntegrationWizard /></Suspense>
}
