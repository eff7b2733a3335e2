'use client'

import { Moon, Sun } from 'lucide-react'
import { useTheme } from 'next-themes'
import { IconButton } from '@/components/ui/icon-button'

/** Which icon shows is decided by CSS: the server does not know the theme. */
export function ThemeToggle() {
  const { resolvedTheme, setTheme } = useTheme()
  return (
    <IconButton label="Switch between light and dark" onClick={() => setTheme(resolvedTheme === 'dark' ? 'light' : 'dark')}>
      <Moon className="dark:hidden" />
      <Sun className="hidden dark:block" />
    </IconButton>
  )
}
