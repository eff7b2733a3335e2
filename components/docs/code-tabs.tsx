'use client'

import type { ReactNode } from 'react'
import { CodeBlock } from '@/components/ui/code-block'
import { Tabs, TabsContent, TabsList, TabsTrigger } from '@/components/ui/tabs'
import type { Snippet } from './parse-guide'
import { useLanguage } from './use-language'

const block = '[&_pre]:max-h-none [&_pre]:p-4 [&_pre]:text-ink'

interface CodeTabsProps {
  snippets: readonly Snippet[]
  /** Each in colours, as the server made it. */
  coloured: readonly ReactNode[]
  under: string
}

/** One snippet, or the same in several languages: whoever chooses one sees it in all places. */
export function CodeTabs({ snippets, coloured, under }: CodeTabsProps) {
  const [language, setLanguage] = useLanguage()
  const [first] = snippets
  if (!first) return null
  if (snippets.length === 1) return <CodeBlock label={`${first.label} of ${under}`} code={first.code} wrap={false} className={block}>{coloured[0]}</CodeBlock>
  const chosen = snippets.find((one) => one.language === language) ?? first
  return (
    <Tabs value={chosen.language} onValueChange={setLanguage} className="min-w-0 overflow-hidden rounded-panel border bg-sunken">
      <TabsList aria-label={`Language of the code of ${under}`} className="bg-panel px-1">
        {snippets.map((one) => <TabsTrigger key={one.language} value={one.language}>{one.label}</TabsTrigger>)}
      </TabsList>
      {snippets.map((one, index) => (
        <TabsContent key={one.language} value={one.language}>
          <CodeBlock label={`${one.label} code of ${under}`} code={one.code} wrap={false} className={`${block} rounded-none border-0`}>{coloured[index]}</CodeBlock>
        </TabsContent>
      ))}
    </Tabs>
  )
}
