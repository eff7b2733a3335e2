'use client'

import { useState } from 'react'
import { useNow } from '@/components/ui/use-now'
import { LatencyChart } from './latency-chart'
import { RateChart } from './rate-chart'
import { StatsPanel } from './stats-panel'
import { StepTable } from './step-table'
import { useIntegrationStats, useStatsRange } from './use-stats'
import { VolumeChart } from './volume-chart'

const DAY_MS = 24 * 3600 * 1000

/** Volume, success rate and latency of an integration; what is pointed at in one is pointed at in all. */
export function IntegrationStatsPanel({ integrationId, lastDeliveryAt }: { integrationId: string; lastDeliveryAt: string | null }) {
  const [range] = useStatsRange()
  // Known before the figures: with nothing to draw the panel is low from the start.
  const isQuiet = useNow((now) => lastDeliveryAt === null || (range === '24h' && now - Date.parse(lastDeliveryAt) > DAY_MS))
  const [step, point] = useState<number | null>(null)
  return (
    <StatsPanel title="Activity" query={useIntegrationStats(integrationId, range)} placeholderClass={isQuiet ? 'h-21' : 'h-112'}>
      {(data) => (
        <>
          <div className="grid gap-x-6 gap-y-5 p-4 pb-3 md:grid-cols-2">
            <div className="min-w-0 md:col-span-2"><VolumeChart data={data} totals={data.totals} step={step} point={point} /></div>
            <RateChart data={data} totals={data.totals} step={step} point={point} />
            <LatencyChart data={data} totals={data.totals} step={step} point={point} />
          </div>
          <StepTable points={data.points} stepSeconds={data.stepSeconds} latency />
        </>
      )}
    </StatsPanel>
  )
}
