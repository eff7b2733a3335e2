'use client'

import Link from 'next/link'
import { CodeTabs } from '@/components/docs/code-tabs'
import { HighlightedCode } from '@/components/docs/highlighted-code'
import { QueryError } from '@/components/feedback/query-error'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { SkeletonRows } from '@/components/ui/skeleton'
import type { IntegrationView } from '@/lib/contracts/integration'
import { useVerificationSnippets } from './use-verification-snippets'
import { toOwnCode } from './verification-code'

interface VerificationDialogProps {
  integration: IntegrationView
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** The receiver's side of the signature, for this integration's scheme and header. */
export function VerificationDialog({ integration: { name, signing }, open, onOpenChange }: VerificationDialogProps) {
  const query = useVerificationSnippets()
  const isStandard = signing.scheme === 'standard'
  const snippets = query.data?.[isStandard ? 'standard' : 'raw'].map((one) => ({ ...one, code: toOwnCode(one.code, one.language, signing) }))
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent
        title={`Verify the signature of ${name}`}
        description="In the receiver, over the exact bytes of the body and before it is parsed."
        footer={(
          <>
            <Button asChild><Link href={isStandard ? '/docs#standard-webhooks' : '/docs#guard-argyle-and-own-headers'}>Whole guide</Link></Button>
            <DialogClose asChild><Button variant="primary">Close</Button></DialogClose>
          </>
        )}
        className="max-w-3xl"
      >
        {query.isPending && <SkeletonRows label="Loading the code" />}
        {query.isError && <QueryError title="The code could not be loaded" error={query.error} onRetry={() => void query.refetch()} />}
        {snippets && (
          <CodeTabs snippets={snippets} under="the verification" coloured={snippets.map(({ code, language }) => <HighlightedCode key={language} code={code} language={language} />)} />
        )}
      </DialogContent>
    </Dialog>
  )
}
