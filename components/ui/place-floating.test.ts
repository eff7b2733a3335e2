import { describe, expect, it } from 'vitest'
import { placeFloating } from './place-floating'

const view = { width: 400, height: 300 }
const menu = { width: 120, height: 100 }
const below = { side: 'bottom', align: 'start', gap: 4 } as const

describe('what floats beside its anchor', () => {
  it('stands below it, with their left edges in line', () => {
    expect(placeFloating({ top: 50, left: 40, width: 80, height: 32 }, menu, view, below)).toMatchObject({ left: 40, top: 86 })
  })

  it('ends where the anchor ends when it is told to', () => {
    expect(placeFloating({ top: 50, left: 200, width: 80, height: 32 }, menu, view, { ...below, align: 'end' })).toMatchObject({ left: 160 })
  })

  it('goes above where there is no room below', () => {
    expect(placeFloating({ top: 250, left: 40, width: 80, height: 32 }, menu, view, below)).toMatchObject({ top: 146 })
  })

  it('never leaves the window', () => {
    expect(placeFloating({ top: 50, left: 380, width: 16, height: 16 }, menu, view, below)).toMatchObject({ left: 272 })
    expect(placeFloating({ top: 50, left: 0, width: 16, height: 16 }, menu, view, { ...below, align: 'center' })).toMatchObject({ left: 8 })
  })

  it('is cut to the room of the better side, to scroll inside', () => {
    expect(placeFloating({ top: 140, left: 40, width: 80, height: 20 }, { width: 120, height: 900 }, view, below)).toMatchObject({ top: 164, maxHeight: 128 })
  })
})
