import './globals.css'
import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { RootProviders } from '@/components/frame/root-providers'

export const metadata: Metadata = {
  title: { default: 'Hookwright', template: '%s · Hookwright' },
  description: 'Outgoing webhooks: set up, delivered and explained.',
  robots: { index: false },
}

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f8fafb' },
    { media: '(prefers-color-scheme: dark)', color: '#0f1417' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get('x-nonce') ?? undefined
  return (
    <html lang="en" suppressHydrationWarning>
      <body>
        <RootProviders nonce={nonce}>{children}</RootProviders>
      </body>
    </html>
  )
}
