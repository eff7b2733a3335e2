'use client'

import { Check } from 'lucide-react'
import { createContext, use, useCallback, useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react'
import { createPortal } from 'react-dom'
import { cn } from './cn'
import { findByTyping } from './find-by-typing'
import type { Align, Side } from './place-floating'
import { Slot } from './slot'
import { layerOf, useFloating } from './use-floating'

type Start = 'menu' | 'first' | 'last'

interface Menu {
  id: string
  anchor: HTMLElement | null
  open: boolean
  start: Start
  show: (anchor: HTMLElement, start: Start) => void
  /** `refocus`: the trigger has the focus again. */
  close: (refocus: boolean) => void
}

const MenuContext = createContext<Menu | null>(null)

function useMenu(): Menu {
  const menu = use(MenuContext)
  if (!menu) throw new Error('Parts of a menu stand inside DropdownMenu')
  return menu
}

interface DropdownMenuProps {
  onOpenChange?: (open: boolean) => void
  children: ReactNode
}

/** A button that opens a menu of actions, with the keys of one: arrows, Home, End, letters, Escape. */
export function DropdownMenu({ onOpenChange, children }: DropdownMenuProps) {
  const id = useId()
  const [state, setState] = useState<{ anchor: HTMLElement; start: Start } | null>(null)
  const show = useCallback((anchor: HTMLElement, start: Start) => {
    setState({ anchor, start })
    onOpenChange?.(true)
  }, [onOpenChange])
  const anchor = state?.anchor ?? null
  const close = useCallback((refocus: boolean) => {
    if (refocus) anchor?.focus()
    setState(null)
    onOpenChange?.(false)
  }, [anchor, onOpenChange])
  const menu = useMemo(
    () => ({ id, anchor, open: state !== null, start: state?.start ?? 'menu', show, close }),
    [id, anchor, state, show, close],
  )
  return <MenuContext value={menu}>{children}</MenuContext>
}

/** Its child is the button. */
export function DropdownMenuTrigger({ children }: { asChild: true; children: ReactNode }) {
  const menu = useMenu()
  const toggle = (event: MouseEvent<HTMLElement>) => {
    if (menu.open) return menu.close(true)
    // A press by the keyboard counts no clicks.
    menu.show(event.currentTarget, event.detail === 0 ? 'first' : 'menu')
  }
  const openByArrow = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    event.preventDefault()
    menu.show(event.currentTarget, event.key === 'ArrowDown' ? 'first' : 'last')
  }
  return (
    <Slot
      id={`${menu.id}-trigger`} aria-haspopup="menu" aria-expanded={menu.open} aria-controls={menu.open ? menu.id : undefined}
      onClick={toggle} onKeyDown={openByArrow}
    >
      {children}
    </Slot>
  )
}

interface DropdownMenuContentProps {
  align?: Align
  side?: Side
  className?: string
  children: ReactNode
}

export function DropdownMenuContent(props: DropdownMenuContentProps) {
  const { open, anchor } = useMenu()
  return open ? createPortal(<MenuPanel {...props} />, layerOf(anchor)) : null
}

const itemsOf = (panel: HTMLElement) => [...panel.querySelectorAll<HTMLElement>('[role^=menuitem]:not([aria-disabled=true])')]

function MenuPanel({ align = 'end', side = 'bottom', className, children }: DropdownMenuContentProps) {
  const menu = useMenu()
  const { close, start } = menu
  const ref = useFloating<HTMLDivElement>({ anchor: menu.anchor, side, align, onClose: useCallback(() => close(false), [close]) })
  const typed = useRef({ text: '', at: 0 })
  useEffect(() => {
    const items = ref.current ? itemsOf(ref.current) : []
    const first = start === 'menu' ? ref.current : start === 'first' ? items[0] : items.at(-1)
    first?.focus()
  }, [ref, start])
  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    const items = itemsOf(event.currentTarget)
    const at = items.findIndex((item) => item === document.activeElement)
    const focus = (item: HTMLElement | undefined) => {
      event.preventDefault()
      item?.focus()
    }
    // The keys of a menu are its own: what lies under it must not hear them.
    if (event.key !== 'Tab') event.stopPropagation()
    if (event.key === 'Escape') {
      event.preventDefault()
      close(true)
    } else if (event.key === 'Tab') close(true)
    else if (event.key === 'ArrowDown') focus(items[(at + 1) % items.length])
    else if (event.key === 'ArrowUp') focus(items.at(at <= 0 ? -1 : at - 1))
    else if (event.key === 'Home') focus(items[0])
    else if (event.key === 'End') focus(items.at(-1))
    else if (event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey) {
      const goesOn = event.timeStamp - typed.current.at < 700
      typed.current = { text: (goesOn ? typed.current.text : '') + event.key, at: event.timeStamp }
      const found = findByTyping(items.map((item) => item.innerText), typed.current.text, at)
      if (found !== -1) focus(items[found])
    }
  }
  return (
    <div
      ref={ref} id={menu.id} role="menu" popover="manual" tabIndex={-1} aria-labelledby={`${menu.id}-trigger`}
      onKeyDown={move}
      className={cn(
        'fixed inset-auto m-0 min-w-44 max-w-[calc(100vw-1rem)] animate-appear overflow-y-auto rounded-panel border-0 bg-panel p-1 text-14 text-ink shadow-float focus:outline-none',
        className,
      )}
    >
      {children}
    </div>
  )
}

const itemStyle =
  'relative flex min-h-8 w-full items-center gap-2 rounded-[4px] px-2 py-1 text-left outline-none select-none focus:bg-sunken ' +
  'aria-disabled:opacity-55 pointer-coarse:min-h-11 [&_svg]:size-4 cursor-default'

interface ItemProps {
  disabled?: boolean
  onSelect?: () => void
  description?: ReactNode
  /** A link that looks and counts as an item. */
  asChild?: boolean
  className?: string
  children: ReactNode
}

export function DropdownMenuItem({ disabled, onSelect, description, asChild, className, children }: ItemProps) {
  const { close } = useMenu()
  const choose = () => {
    if (disabled) return
    close(true) // first, so that a dialog which opens now gives the focus back to the trigger
    onSelect?.()
  }
  const item = {
    role: 'menuitem', tabIndex: -1, 'aria-disabled': disabled || undefined, onClick: choose,
    onPointerMove: focusIt, className: cn(itemStyle, description !== undefined && 'max-w-80 items-start', className),
  }
  if (asChild) return <Slot {...item}>{children}</Slot>
  return (
    <button type="button" {...item}>
      {description === undefined ? children : (
        <span>
          <span className="flex items-center gap-2 font-medium">{children}</span>
          <span className="block text-13 text-ink-faint">{description}</span>
        </span>
      )}
    </button>
  )
}

interface CheckboxItemProps {
  checked: boolean
  onCheckedChange: (checked: boolean) => void
  children: ReactNode
}

/** One of several that can be chosen in one go: the menu stays open. */
export function DropdownMenuCheckboxItem({ checked, onCheckedChange, children }: CheckboxItemProps) {
  return (
    <button
      type="button" role="menuitemcheckbox" aria-checked={checked} tabIndex={-1}
      onClick={() => onCheckedChange(!checked)} onPointerMove={focusIt} className={cn(itemStyle, 'pl-8')}
    >
      {checked && <Check aria-hidden className="absolute left-2" />}
      {children}
    </button>
  )
}

// The pointer and the arrows share one mark: the focus.
const focusIt = ({ currentTarget }: { currentTarget: HTMLElement }) => {
  if (currentTarget !== document.activeElement) currentTarget.focus({ preventScroll: true })
}

export function DropdownMenuLabel({ children }: { children: ReactNode }) {
  return <div className="px-2 py-1 text-12 text-ink-faint">{children}</div>
}

export function DropdownMenuSeparator() {
  return <div role="separator" className="-mx-1 my-1 h-px bg-line" />
}
