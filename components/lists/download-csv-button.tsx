'use client'

import { Download } from 'lucide-react'
import { useState } from 'react'
import { toastError } from '@/components/feedback/toast-error'
import { Button, type ButtonProps } from '@/components/ui/button'
import type { queryString } from '@/lib/api-client/api-fetch'

interface DownloadCsvButtonProps extends Pick<ButtonProps, 'size'> {
  path: string
  /** As the list on the screen asks for it. */
  query: () => Parameters<typeof queryString>[0]
  name: string
}

/** What the filter shows, as a file. */
export function DownloadCsvButton({ path, query, name, size }: DownloadCsvButtonProps) {
  const [busy, setBusy] = useState(false)
  const download = async () => {
    setBusy(true)
    try {
      const { downloadCsv } = await import('./download-csv')
      await downloadCsv(path, query(), name)
    } catch (error) {
      toastError('Nothing was downloaded.', error)
    } finally {
      setBusy(false)
    }
  }
  return <Button size={size} loading={busy} onClick={() => void download()}>{!busy && <Download />}<span><span className="max-sm:sr-only">Download </span>CSV</span></Button>
}
