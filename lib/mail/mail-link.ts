import { secretBox } from '@/lib/security/outgoing'
import { sealedPlace } from '@/lib/security/sealed-columns'

/** Whose link it is. */
interface MailId {
  id: string
  workspaceId: string | null
}

export const sealLink = (mail: MailId, link: string): Buffer => Buffer.from(secretBox().seal(link, sealedPlace('mail', mail)))

export const openLink = (mail: MailId, sealed: Uint8Array): string => secretBox().open(sealed, sealedPlace('mail', mail)).reveal()
