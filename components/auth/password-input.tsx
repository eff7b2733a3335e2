'use client'

import { Eye, EyeOff } from 'lucide-react'
import { useState, type ComponentProps } from 'react'
import { IconButton } from '@/components/ui/icon-button'
import { Input } from '@/components/ui/input'

export function PasswordInput(props: Omit<ComponentProps<'input'>, 'type'>) {
  const [shown, setShown] = useState(false)
  return (
    <span className="relative block">
      <Input type={shown ? 'text' : 'password'} spellCheck={false} {...props} className="pr-10 pointer-coarse:pr-12" />
      <IconButton
        label={shown ? 'Hide what was typed' : 'Show what was typed'}
        onClick={() => setShown(!shown)}
        className="absolute top-0 right-0"
      >
        {shown ? <EyeOff /> : <Eye />}
      </IconButton>
    </span>
  )
}
