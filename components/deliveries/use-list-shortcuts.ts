import { useEffect, useRef, type RefObject } from 'react'

interface ListShortcuts {
  /** What holds the rows: links with `data-row`. */
  list: RefObject<HTMLElement | null>
  search: RefObject<HTMLInputElement | null>
  onResend: (id: string) => void
  onSelect?: (id: string) => void
  onHelp: () => void
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

/** `/` search, `j` `k` rows, `r` resend the focused row, `x` select it, `?` help. Enter is the row's own. */
export function useListShortcuts(shortcuts: ListShortcuts) {
  const latest = useRef(shortcuts)
  useEffect(() => {
    latest.current = shortcuts
  })
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      if (document.querySelector('dialog[open],[popover]:popover-open')) return
      if (handleKey(event.key, latest.current)) event.preventDefault()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])
}

function handleKey(key: string, { list, search, onResend, onSelect, onHelp }: ListShortcuts): boolean {
  switch (key) {
    case '/':
      search.current?.focus()
      return search.current !== null
    case '?':
      onHelp()
      return true
    case 'j':
    case 'k':
      return moveFocus(list.current, key === 'j' ? 1 : -1)
    case 'r': {
      const id = focusedRow(list.current)?.dataset.row ?? openRow(list.current)?.dataset.row
      if (id) onResend(id)
      return id !== undefined
    }
    case 'x': {
      const id = focusedRow(list.current)?.dataset.row
      if (id === undefined || !onSelect) return false
      onSelect(id)
      return true
    }
    default:
      return false
  }
}

const rowsOf = (list: HTMLElement | null) => [...(list?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]
const focusedRow = (list: HTMLElement | null) => rowsOf(list).find((row) => row === document.activeElement)
const openRow = (list: HTMLElement | null) => rowsOf(list).find((row) => row.getAttribute('aria-current') === 'true')

function moveFocus(list: HTMLElement | null, step: 1 | -1): boolean {
  const rows = rowsOf(list)
  const from = focusedRow(list) ?? openRow(list)
  const at = from ? rows.indexOf(from) + step : 0
  const next = rows[Math.min(Math.max(at, 0), rows.length - 1)]
  next?.focus()
  next?.scrollIntoView({ block: 'nearest' })
  return next !== undefined
}
