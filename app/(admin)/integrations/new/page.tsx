import type { Metadata } from 'next'
import { Suspense } from 'react'
import { IntegrationWizard } from '@/components/integration-wizard/integration-wizard'

export const metadata: Metadata = { title: 'Create integration' }

export default function NewIntegrationPage() {
  return <Suspense><IntegrationWizard /></Suspense>
}
