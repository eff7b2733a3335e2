'use client'

import { ChevronDown } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { DropdownMenu, DropdownMenuCheckboxItem, DropdownMenuContent, DropdownMenuTrigger } from '@/components/ui/dropdown-menu'
import type { DeliveryStatus } from '@/lib/contracts/delivery'
import { statuses } from './delivery-filter'
import { statusLooks } from './status-words'

interface StatusFilterProps {
  value: readonly DeliveryStatus[]
  onChange: (value: DeliveryStatus[]) => void
}

export function StatusFilter({ value, onChange }: StatusFilterProps) {
  const text = value.length === 0 ? 'Any status' : value.map((status) => statusLooks[status].word).join(', ')
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button
          aria-label={`Status: ${text}`}
          className={cn('justify-between px-2.5 text-13 font-normal sm:max-w-52', value.length > 0 && 'border-accent bg-accent-tint')}
        >
          <span className="truncate">{text}</span><ChevronDown className="text-ink-faint" />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start">
        {statuses.map((status) => {
          const checked = value.includes(status)
          return (
            <DropdownMenuCheckboxItem
              key={status}
              checked={checked}
              onCheckedChange={() => onChange(checked ? value.filter((other) => other !== status) : [...value, status])}
            >
              {statusLooks[status].word}
            </DropdownMenuCheckboxItem>
          )
        })}
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
