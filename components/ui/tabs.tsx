'use client'

import { createContext, use, useId, useState, type ComponentProps, type KeyboardEvent } from 'react'
import { cn } from './cn'

interface TabsState {
  id: string
  value: string
  choose: (value: string) => void
}

const TabsContext = createContext<TabsState>({ id: '', value: '', choose: () => {} })

interface TabsProps extends ComponentProps<'div'> {
  value?: string
  defaultValue?: string
  onValueChange?: (value: string) => void
}

export function Tabs({ value, defaultValue = '', onValueChange, ...rest }: TabsProps) {
  const id = useId()
  const [own, setOwn] = useState(defaultValue)
  const choose = (next: string) => {
    setOwn(next)
    onValueChange?.(next)
  }
  return <TabsContext value={{ id, value: value ?? own, choose }}><div {...rest} /></TabsContext>
}

const steps: Record<string, (at: number, last: number) => number> = {
  ArrowRight: (at, last) => (at === last ? 0 : at + 1),
  ArrowLeft: (at, last) => (at === 0 ? last : at - 1),
  Home: () => 0,
  End: (_, last) => last,
}

/** The row of tabs: one stop of the Tab key, arrows move and choose. */
export function TabsList({ className, ...rest }: ComponentProps<'div'>) {
  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = steps[event.key]
    const tabs = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]')]
    const at = tabs.findIndex((tab) => tab === document.activeElement)
    if (step === undefined || at === -1) return
    event.preventDefault()
    const next = tabs[step(at, tabs.length - 1)]
    next?.focus()
    next?.click()
  }
  return <div role="tablist" tabIndex={-1} onKeyDown={move} className={cn('flex gap-1 overflow-x-auto border-b focus:outline-none', className)} {...rest} />
}

interface TabProps extends Omit<ComponentProps<'button'>, 'value'> {
  value: string
}

export function TabsTrigger({ value, className, ...rest }: TabProps) {
  const tabs = use(TabsContext)
  const selected = tabs.value === value
  return (
    <button
      type="button" role="tab" id={`${tabs.id}-${value}-tab`} aria-selected={selected} aria-controls={selected ? `${tabs.id}-${value}` : undefined}
      tabIndex={selected ? 0 : -1} onClick={() => tabs.choose(value)}
      className={cn(
        '-mb-px h-9 shrink-0 border-b-2 border-transparent px-2.5 text-13 font-medium text-ink-soft transition-colors',
        'hover:text-ink focus-visible:-outline-offset-2 aria-selected:border-accent aria-selected:text-ink',
        'pointer-coarse:h-11',
        className,
      )}
      {...rest}
    />
  )
}

/** The chosen tab's content; the others' is not there. */
export function TabsContent({ value, className, ...rest }: ComponentProps<'div'> & { value: string }) {
  const tabs = use(TabsContext)
  if (tabs.value !== value) return null
  return (
    <div
      role="tabpanel" id={`${tabs.id}-${value}`} aria-labelledby={`${tabs.id}-${value}-tab`} tabIndex={0}
      className={cn('focus-visible:-outline-offset-2', className)} {...rest}
    />
  )
}
