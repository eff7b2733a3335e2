'use client'

import { Search } from 'lucide-react'
import { useEffect, useRef, useState, type RefObject } from 'react'
import { cn } from '@/components/ui/cn'
import { Input } from '@/components/ui/input'
import { useDebounced } from './use-debounced'

interface SearchInputProps {
  label: string
  placeholder?: string
  value: string
  onChange: (value: string) => void
  inputRef?: RefObject<HTMLInputElement | null>
  className?: string
}

/** Tells what was typed when the typing pauses. */
export function SearchInput({ label, placeholder = label, value, onChange, inputRef, className }: SearchInputProps) {
  const [text, setText] = useState(value)
  const settled = useDebounced(text)
  const told = useRef(value)
  useEffect(() => {
    if (settled === told.current) return
    told.current = settled
    onChange(settled)
  }, [settled, onChange])
  useEffect(() => {
    // Changed from outside: Back, or "Clear filters".
    if (value === told.current) return
    told.current = value
    setText(value)
  }, [value])
  return (
    <span className={cn('relative block', className)}>
      <Search aria-hidden className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-ink-faint" />
      <Input
        ref={inputRef}
        type="search"
        aria-label={label}
        placeholder={placeholder}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur()
        }}
        className="pl-8"
      />
    </span>
  )
}
