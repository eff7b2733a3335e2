'use client'

import Link from 'next/link'
import { usePortfolios } from '@/components/scorecards/use-portfolios'
import { RelativeTime } from '@/components/ui/relative-time'
import type { RuleView } from '@/lib/contracts/rule'
import { executionLooks } from './execution-words'
import { RuleSwitch } from './rule-switch'
import { wordRule } from './rule-words'
import { StatusMark } from './status-mark'

/** The name is the link and covers the row; the toggle lies over it. */
export function RuleRow({ rule }: { rule: RuleView }) {
  const { data: portfolios = [] } = usePortfolios()
  const { lastExecution, ownerEmail } = rule
  return (
    <li
      className="relative grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 border-b px-4 py-2.5 text-13
        transition-colors last:border-b-0 hover:bg-sunken lg:grid-cols-[minmax(0,6fr)_minmax(0,2fr)_12rem_2.5rem]"
    >
      <div className="min-w-0">
        <Link href={`/rules/${rule.id}`} className="block truncate text-14 font-medium after:absolute after:inset-0">{rule.name}</Link>
        <span className="block break-words text-ink-soft">{wordRule(rule, portfolios)}</span>
      </div>
      <div className="relative z-10 flex justify-self-end lg:order-last"><RuleSwitch rule={rule} /></div>
      <div className="col-span-2 min-w-0 truncate text-ink-soft lg:col-span-1">
        {ownerEmail ? <><span className="sr-only">Owner: </span>{ownerEmail}</> : <span className="text-ink-faint">No owner</span>}
      </div>
      <div className="col-span-2 flex min-w-0 flex-wrap items-center gap-x-2 lg:col-span-1">
        {lastExecution
          ? <><StatusMark look={executionLooks[lastExecution.status]} /><span className="relative z-10 text-ink-soft"><RelativeTime iso={lastExecution.createdAt} /></span></>
          : <span className="text-ink-faint">Never fired</span>}
      </div>
    </li>
  )
}
