import { ChevronRight } from 'lucide-react'
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table'
import type { IntegrationStatsPoint, StatsPoint } from '@/lib/contracts/stats'
import { formatMs } from '@/components/ui/format-time'
import { formatCount, nameStep, tellRate } from './step-words'

type Point = StatsPoint & Partial<Pick<IntegrationStatsPoint, 'latency'>>

/** What the charts show, in numbers, the newest first; steps without attempts are left out. */
export function StepTable({ points, stepSeconds, latency = false }: { points: readonly Point[]; stepSeconds: number; latency?: boolean }) {
  const rows = points.filter(({ attempts }) => attempts > 0).toReversed()
  return (
    <details className="group border-t">
      <summary className="flex min-h-9 items-center gap-1 px-4 text-13 text-ink-soft hover:text-ink focus-visible:-outline-offset-2 pointer-coarse:min-h-11">
        <ChevronRight aria-hidden className="size-4 transition-transform group-open:rotate-90" />In numbers
      </summary>
      <div
        // It scrolls inside, and a keyboard must reach that.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        role="region" aria-label="Attempts in numbers" className="max-h-80 overflow-y-auto border-t focus-visible:-outline-offset-2"
      >
        <Table>
          <TableHead>
            <TableRow>
              <TableHeader>Time</TableHeader><TableHeader>Attempts</TableHeader><TableHeader>Succeeded</TableHeader><TableHeader>Failed</TableHeader>
              <TableHeader>Success rate</TableHeader>
              {latency && <><TableHeader>p50</TableHeader><TableHeader>p95</TableHeader></>}
            </TableRow>
          </TableHead>
          <TableBody className="tabular-nums">
            {rows.map((point) => (
              <TableRow key={point.at}>
                <TableHeader scope="row" className="h-8 font-normal">{nameStep(point.at, stepSeconds)}</TableHeader>
                <TableCell className="h-8">{formatCount(point.attempts)}</TableCell>
                <TableCell className="h-8">{formatCount(point.succeeded)}</TableCell>
                <TableCell className="h-8">{formatCount(point.failed)}</TableCell>
                <TableCell className="h-8">{tellRate(point)}</TableCell>
                {latency && <><TableCell className="h-8">{point.latency ? formatMs(point.latency.p50Ms) : '–'}</TableCell><TableCell className="h-8">{point.latency ? formatMs(point.latency.p95Ms) : '–'}</TableCell></>}
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </div>
    </details>
  )
}
