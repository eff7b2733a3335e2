import type { Metadata } from 'next'
import { requireSession } from '@/app/(admin)/require-session'
import { ApiKeysPanel } from '@/components/settings/api-keys-panel'

export const metadata: Metadata = { title: 'API keys' }

export default async function ApiKeysPage() {
  await requireSession()
  return <ApiKeysPanel />
}
