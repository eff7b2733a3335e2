import { statusLooks } from '@/components/deliveries/status-words'
import type { DeliveryStatus } from '@/lib/contracts/delivery'

const isStatus = (text: string): text is DeliveryStatus => text !== 'skipped' && Object.hasOwn(statusLooks, text)

/** The event contract has the status as a plain string; what is not known yet counts as queued. */
export const deliveryStatus = (text: string): DeliveryStatus => (isStatus(text) ? text : 'pending')
