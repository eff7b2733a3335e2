import { requireSession } from '@/app/(admin)/require-session'
import { HomeScreen } from '@/components/home/home-screen'

export default async function HomePage() {
  await requireSession()
  return <HomeScreen />
}
