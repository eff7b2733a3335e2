import { Send } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Button } from '@/components/ui/button'
import { Kbd } from '@/components/ui/kbd'
import { useWizard } from '../wizard-context'
import { TestOutcome } from './test-outcome'
import type { SendTest } from './use-send-test'

export function TestPanel({ test, sampleTitle }: { test: SendTest; sampleTitle: string }) {
  const { form } = useWizard()
  const { kind } = test.state
  const running = kind === 'running'
  const region = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (kind !== 'idle') region.current?.scrollIntoView({ block: 'nearest' })
  }, [kind])
  return (
    <section aria-label="Test" className="overflow-hidden rounded-panel border bg-panel">
      <header className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-2 px-3 py-2">
        <Button onClick={test.send} loading={running}>
          {!running && <Send aria-hidden />}{form.preset === 'guard' ? 'Send test alert' : 'Send test message'}
        </Button>
        <span className="hidden text-12 text-ink-faint sm:inline"><Kbd>Ctrl</Kbd> <Kbd>Enter</Kbd></span>
        <p className="min-w-0 text-13 text-ink-faint max-sm:basis-full sm:flex-1 sm:truncate">
          Sends what is on the screen to {hostOf(form.url)}, with the sample {sampleTitle}. Nothing is saved.
        </p>
      </header>
      <div ref={region} role="region" aria-label="Test result" aria-live="polite" aria-busy={running} className="scroll-mb-20">
        <TestOutcome state={test.state} />
      </div>
    </section>
  )
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'the destination'
}
