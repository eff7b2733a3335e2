import { redirect } from 'next/navigation'
import { requireSession } from '@/app/(admin)/require-session'

export default async function SettingsPage() {
  await requireSession()
  redirect('/settings/workspace')
}
