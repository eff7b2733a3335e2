import type { Metadata } from 'next'
import { WorkspacePanel } from '@/components/settings/workspace-panel'

export const metadata: Metadata = { title: 'Workspace' }

export default function WorkspacePage() {
  return <WorkspacePanel />
}
