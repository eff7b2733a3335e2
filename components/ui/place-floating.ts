export type Side = 'top' | 'right' | 'bottom' | 'left'
export type Align = 'start' | 'center' | 'end'

interface Box {
  top: number
  left: number
  width: number
  height: number
}

interface Place {
  side: Side
  align: Align
  /** Pixels between the two. */
  gap: number
}

const EDGE = 8
const opposite: Record<Side, Side> = { top: 'bottom', bottom: 'top', left: 'right', right: 'left' }

/** Where something that floats beside its anchor stands: on the other side where this one has no room, never over the edge. Pure. */
export function placeFloating(anchor: Box, floating: Pick<Box, 'width' | 'height'>, view: Pick<Box, 'width' | 'height'>, { side, align, gap }: Place) {
  const room: Record<Side, number> = {
    top: anchor.top - gap - EDGE,
    bottom: view.height - anchor.top - anchor.height - gap - EDGE,
    left: anchor.left - gap - EDGE,
    right: view.width - anchor.left - anchor.width - gap - EDGE,
  }
  const upright = side === 'top' || side === 'bottom'
  const needed = upright ? floating.height : floating.width
  const used = room[side] < needed && room[opposite[side]] > room[side] ? opposite[side] : side
  const maxHeight = upright ? Math.max(room[used], 64) : view.height - 2 * EDGE
  const height = Math.min(floating.height, maxHeight)
  const across = upright
    ? anchor.left + shift(align, anchor.width - floating.width)
    : anchor.top + shift(align, anchor.height - height)
  const along: Record<Side, number> = {
    top: anchor.top - gap - height,
    bottom: anchor.top + anchor.height + gap,
    left: anchor.left - gap - floating.width,
    right: anchor.left + anchor.width + gap,
  }
  return {
    left: clamp(upright ? across : along[used], view.width - floating.width),
    top: clamp(upright ? along[used] : across, view.height - height),
    maxHeight,
  }
}

const shift = (align: Align, difference: number) => (align === 'start' ? 0 : align === 'end' ? difference : difference / 2)
const clamp = (start: number, end: number) => Math.round(Math.max(EDGE, Math.min(start, end - EDGE)))
