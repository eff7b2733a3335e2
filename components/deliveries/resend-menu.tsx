'use client'

import { ChevronDown, RotateCw } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuTrigger } from '@/components/ui/dropdown-menu'
import { resendChoices } from './resend-choices'
import { useResendDelivery } from './use-delivery-actions'

export function ResendMenu({ deliveryId, onRendered }: { deliveryId: string; onRendered: (id: string) => void }) {
  const resend = useResendDelivery({ onRendered })
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button loading={resend.isPending}>{!resend.isPending && <RotateCw />}Resend<ChevronDown /></Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        {resendChoices.map(({ body, title, description }) => (
          <DropdownMenuItem key={body} description={description} onSelect={() => resend.mutate({ id: deliveryId, body })}>
            {title}
          </DropdownMenuItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
