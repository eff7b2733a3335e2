import { toastError } from '@/components/feedback/toast-error'
import { queryString } from '@/lib/api-client/api-fetch'
import { workspaceHeader } from '@/lib/api-client/current-workspace'
import { readProblem } from '@/lib/api-client/read-problem'
import { toAuditQuery, type AuditFilter } from './audit-filter'

const MOST_PAGES = 100

/** Saves what the filter shows as one CSV file, page by page; the newest 20 000 entries at most. */
export async function downloadAudit(filter: AuditFilter): Promise<void> {
  try {
    const pages: string[] = []
    for (let cursor: string | null = ''; cursor !== null && pages.length < MOST_PAGES;) {
      const query = queryString({ ...toAuditQuery(filter, Date.now()), limit: 200, cursor })
      const response: Response = await fetch(`/api/v1/audit-log${query}`, { headers: { accept: 'text/csv', ...workspaceHeader() } })
      if (!response.ok) throw await readProblem(response)
      const text = await response.text()
      pages.push(pages.length === 0 ? text : text.slice(text.indexOf('\r\n') + 2)) // the header line once
      cursor = response.headers.get('x-next-cursor')
    }
    save(new Blob(pages, { type: 'text/csv' }), 'audit-log.csv')
  } catch (error) {
    toastError('The audit log was not downloaded.', error)
  }
}

function save(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}
