import { queryString } from '@/lib/api-client/api-fetch'
import { workspaceHeader } from '@/lib/api-client/current-workspace'
import { readProblem } from '@/lib/api-client/read-problem'

const MOST_PAGES = 100
const PAGE = 200

/** Saves a list of the API as one CSV file, page by page; the newest 20 000 entries at most. */
export async function downloadCsv(path: string, query: Parameters<typeof queryString>[0], name: string): Promise<void> {
  const pages: string[] = []
  for (let cursor: string | null = ''; cursor !== null && pages.length < MOST_PAGES;) {
    const response: Response = await fetch(`${path}${queryString({ ...query, limit: PAGE, cursor })}`, { headers: { accept: 'text/csv', ...workspaceHeader() } })
    if (!response.ok) throw await readProblem(response)
    const text = await response.text()
    pages.push(pages.length === 0 ? text : text.slice(text.indexOf('\r\n') + 2)) // the header line once
    cursor = response.headers.get('x-next-cursor')
  }
  save(new Blob(pages, { type: 'text/csv' }), name)
}

function save(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}
