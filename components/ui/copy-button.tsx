'use client'

import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button, type ButtonProps } from './button'
import { IconButton } from './icon-button'
import { toast } from './toast'

interface CopyButtonProps extends Omit<ButtonProps, 'children' | 'onClick' | 'value'> {
  /** What is copied; a function is asked when pressed. */
  value: string | (() => string)
  /** "Copy secret"; with `showLabel` it stands on the button. */
  label?: string
  showLabel?: boolean
}

export function CopyButton({ value, label = 'Copy', showLabel, ...rest }: CopyButtonProps) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 1600)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(typeof value === 'function' ? value() : value)
      setCopied(true)
    } catch {
      toast.error('The browser did not allow copying. Select the text and copy it by hand.')
    }
  }
  const icon = copied ? <Check /> : <Copy />
  const said = <span role="status" className="sr-only">{copied ? 'Copied' : ''}</span>
  if (showLabel) return <Button onClick={copy} {...rest}>{icon}{copied ? 'Copied' : label}{said}</Button>
  return <IconButton label={copied ? 'Copied' : label} onClick={copy} {...rest}>{icon}{said}</IconButton>
}
