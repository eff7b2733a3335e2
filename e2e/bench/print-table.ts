import type { Figure } from './bench-types'

const show = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : value.toLocaleString('en', { maximumFractionDigits: value >= 10 ? 1 : 2 })

/** The figures as one table of plain text. */
export function tableOf(figures: readonly Figure[]): string {
  const head = ['section', 'what', 'figure', 'goal', '× naive']
  const rows = figures.map(({ section, what, value, unit, goal, naive }) =>
    [section, what, `${show(value)} ${unit}`, goal, naive === undefined ? '' : show(naive)])
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)))
  const line = (cells: string[]) => cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ').trimEnd()
  return [line(head), widths.map((width) => '─'.repeat(width)).join('  '), ...rows.map(line)].join('\n')
}
