import type { ReactNode } from 'react'
import { ListWithDetail } from '@/components/lists/list-with-detail'
import { ScorecardsScreen } from '@/components/scorecards/scorecards-screen'

export default function ScorecardsLayout({ children }: { children: ReactNode }) {
  return <ListWithDetail list={<ScorecardsScreen />}>{children}</ListWithDetail>
}
