import { newId } from '@/lib/ids'

/** Ids of runs and of events without one are bare ULIDs, as an Inngest server makes them. */
export const newUlid = (now?: number): string => newId('req', now).slice('req_'.length)
