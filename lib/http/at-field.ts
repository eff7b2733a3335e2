import { DomainError } from '@/lib/errors'

/** Runs what judges a part of a request: its errors get pointers into the whole of it, below `base`. */
export async function atField<T>(base: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof DomainError) for (const one of error.errors) one.pointer = `${base}${one.pointer}`
    throw error
  }
}
