'use client'

import { useState } from 'react'
import { StatsPanel } from './stats-panel'
import { StepTable } from './step-table'
import { useStats, useStatsRange } from './use-stats'
import { VolumeChart } from './volume-chart'

/** How much was sent over time, all integrations together. */
export function WorkspaceStats() {
  const [range] = useStatsRange()
  const [step, point] = useState<number | null>(null)
  return (
    <StatsPanel title="Volume" query={useStats(range)} placeholderClass="h-60">
      {(data) => (
        <>
          <div className="p-4 pb-3"><VolumeChart data={data} totals={data.totals} step={step} point={point} /></div>
          <StepTable points={data.points} stepSeconds={data.stepSeconds} />
        </>
      )}
    </StatsPanel>
  )
}
