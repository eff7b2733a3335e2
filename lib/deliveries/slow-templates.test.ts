import { expect, it, vi } from 'vitest'
import { MAX_RENDER_MS } from '@/lib/templates/template-limits'
import type { RenderedDelivery } from './render-delivery'
import { SlowTemplates } from './slow-templates'

const failed: RenderedDelivery = { ok: false, message: 'template render limit exceeded', contentType: 'application/json' }
const good: RenderedDelivery = { ok: true, body: Buffer.from('{}'), contentType: 'application/json', template: null }

it('a template that ran into its limit three times in a row is not run again for a minute; an edited one and others are', () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  try {
    const templates = new SlowTemplates()
    let runs = 0
    const slow = () => {
      runs++
      vi.advanceTimersByTime(MAX_RENDER_MS)
      return failed
    }
    for (let i = 0; i < 5; i++) expect(templates.render('int_1 1', slow)).toBe(failed)
    expect(runs).toBe(3)
    expect(templates.render('int_1 2', () => good)).toBe(good)
    vi.advanceTimersByTime(60_001)
    expect(templates.render('int_1 1', () => good)).toBe(good)
  } finally {
    vi.useRealTimers()
  }
})

it('once may have been the machine: the next event is rendered, and counts anew', () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  try {
    const templates = new SlowTemplates()
    const slow = () => {
      vi.advanceTimersByTime(MAX_RENDER_MS)
      return failed
    }
    for (let i = 0; i < 3; i++) {
      expect(templates.render('int_1 1', slow)).toBe(failed)
      expect(templates.render('int_1 1', slow)).toBe(failed)
      expect(templates.render('int_1 1', () => good)).toBe(good)
    }
  } finally {
    vi.useRealTimers()
  }
})

it('a template that fails quickly is run each time: the next event may suit it', () => {
  const templates = new SlowTemplates()
  expect(templates.render('int_1 1', () => failed)).toBe(failed)
  expect(templates.render('int_1 1', () => good)).toBe(good)
})
