'use client'

import { useQuery } from '@tanstack/react-query'
import { Circle, CircleCheck } from 'lucide-react'
import Link from 'next/link'
import { useRecentDeliveries } from '@/components/deliveries/use-recent-deliveries'
import { useApiKeys } from '@/components/settings/use-api-keys'
import { Button } from '@/components/ui/button'
import { Panel } from '@/components/ui/card'
import { cn } from '@/components/ui/cn'
import { apiFetch } from '@/lib/api-client/api-fetch'
import { eventKeys } from '@/lib/api-client/query-keys'
import type { EventView } from '@/lib/contracts/event'
import type { Page } from '@/lib/contracts/paging'

interface Step {
  title: string
  text: string
  done: boolean
  href: string
  action: string
}

function useSteps(hasIntegration: boolean): Step[] | null {
  const keys = useApiKeys()
  const tests = useRecentDeliveries({ limit: 1 })
  const events = useQuery({
    queryKey: eventKeys.list({ limit: 1 }),
    queryFn: ({ signal }) => apiFetch<Page<EventView>>('/api/v1/events', { query: { limit: 1 }, signal }),
  })
  // Without all answers a step might be shown as open that was done long ago.
  if (!keys.data || !tests.data || !events.data) return null
  return [
    {
      title: 'Create an integration', text: 'Five steps: type, triggers, destination, payload, enable. Send a test message on the way.',
      done: hasIntegration, href: '/integrations/new', action: 'Create integration',
    },
    {
      title: 'Create an API key', text: 'Your backend reports events with it.',
      done: keys.data.some((key) => key.revokedAt === null) || events.data.data.length > 0, href: '/settings/api-keys', action: 'Create API key',
    },
    {
      title: 'Report the first event', text: 'One POST to /api/v1/events. It shows up under Events, with what became of it.',
      done: events.data.data.length > 0, href: '/events', action: 'Go to Events',
    },
    {
      title: 'See it arrive', text: 'Deliveries lists every attempt and the receiver’s answer.',
      done: tests.data.data.length > 0, href: '/deliveries', action: 'Go to Deliveries',
    },
  ]
}

/** For newcomers; gone for good once every step is done. */
export function FirstSteps({ hasIntegration }: { hasIntegration: boolean }) {
  const steps = useSteps(hasIntegration)
  if (!steps || steps.every((step) => step.done)) return null
  const next = steps.find((step) => !step.done)
  return (
    <Panel title="First steps" description={`${steps.filter((step) => step.done).length} of ${steps.length} done`} flush>
      <ol>
        {steps.map((step) => (
          <li key={step.title} className="flex flex-wrap items-start gap-3 border-b px-4 py-2.5 last:border-b-0">
            {step.done
              ? <CircleCheck aria-label="Done" className="mt-0.5 size-4 text-ok" />
              : <Circle aria-label="To do" className="mt-0.5 size-4 text-ink-faint" />}
            <div className="min-w-0 flex-1 basis-52">
              <p className={cn('font-medium', step.done && 'text-ink-soft')}>{step.title}</p>
              {!step.done && <p className="text-13 text-ink-soft">{step.text}</p>}
            </div>
            {step === next && <Button asChild size="sm" className="max-sm:ml-7"><Link href={step.href}>{step.action}</Link></Button>}
          </li>
        ))}
      </ol>
    </Panel>
  )
}
