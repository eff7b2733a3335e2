import type { Metadata } from 'next'
import { requireSession } from '@/app/(admin)/require-session'
import { WorkspacePanel } from '@/components/settings/workspace-panel'

export const metadata: Metadata = { title: 'Workspace' }

export default async function WorkspacePage() {
  await requireSession()
  return <WorkspacePanel />
}
