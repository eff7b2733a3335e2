import { BookOpen, Gauge, House, Inbox, Send, Settings, Webhook, Workflow, Zap, type LucideIcon } from 'lucide-react'

interface NavigationItem {
  href: string
  label: string
  icon: LucideIcon
}

/** Only pages that exist. */
export const navigation: readonly NavigationItem[] = [
  { href: '/', label: 'Home', icon: House },
  { href: '/integrations', label: 'Integrations', icon: Webhook },
  { href: '/rules', label: 'Rules', icon: Workflow },
  { href: '/events', label: 'Events', icon: Zap },
  { href: '/deliveries', label: 'Deliveries', icon: Send },
  { href: '/scorecards', label: 'Scorecards', icon: Gauge },
  { href: '/inbox', label: 'Inbox', icon: Inbox },
  { href: '/settings', label: 'Settings', icon: Settings },
  { href: '/docs', label: 'Docs', icon: BookOpen },
]

/** Whether `href` is the part of the product that `pathname` belongs to. */
export const isCurrent = (href: string, pathname: string) =>
  href === '/' ? pathname === '/' : pathname === href || pathname.startsWith(`${href}/`) || (href === '/scorecards' && pathname === '/portfolios')
