import { FileJson } from 'lucide-react'
import type { Metadata } from 'next'
import { GuideView } from '@/components/docs/guide-view'
import { parseGuide } from '@/components/docs/parse-guide'
import { TableOfContents } from '@/components/docs/table-of-contents'
import { PageHeader } from '@/components/frame/page-header'
import { Button } from '@/components/ui/button'
import { readReceiversGuide } from '@/lib/docs/read-receivers-guide'

export const metadata: Metadata = { title: 'Docs: receiving webhooks' }

export default async function DocsPage() {
  const blocks = parseGuide(await readReceiversGuide()).filter((block) => block.kind !== 'heading' || block.level > 1)
  const entries = blocks.flatMap((block) => (block.kind === 'heading' ? [{ id: block.id, text: block.text, level: block.level }] : []))
  const openApi = <Button asChild><a href="/api/v1/openapi.json"><FileJson />OpenAPI document</a></Button>
  return (
    <>
      <PageHeader title="Receiving webhooks" description="What is sent, how to verify it, and what happens when you do not answer." actions={openApi} />
      <div className="gap-10 space-y-4 xl:grid xl:grid-cols-[minmax(0,54rem)_15rem] xl:justify-between xl:space-y-0">
        <div className="xl:order-last"><TableOfContents entries={entries} /></div>
        <GuideView blocks={blocks} />
      </div>
    </>
  )
}
