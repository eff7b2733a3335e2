import { parseGuide } from '@/components/docs/parse-guide'
import { pickSnippets } from '@/components/docs/pick-snippets'
import { readReceiversGuide } from '@/lib/docs/read-receivers-guide'

/** The guide's code that verifies a signature, for whoever shows it elsewhere. */
export async function GET(): Promise<Response> {
  const blocks = parseGuide(await readReceiversGuide())
  return Response.json({ standard: pickSnippets(blocks, 'standard-webhooks'), raw: pickSnippets(blocks, 'guard-argyle-and-own-headers') })
}
