import { dispatch } from '@/inngest/dispatch'
import { IngestQueue } from '@/lib/events/ingest-queue'

const holder = globalThis as typeof globalThis & { hookwrightIngestQueue?: IngestQueue }

/** The process's ingest queue: one, so that all requests that wait share a commit. */
export const ingestQueue = (): IngestQueue => (holder.hookwrightIngestQueue ??= new IngestQueue(dispatch))
