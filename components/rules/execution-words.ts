import { Ban, CircleCheck, CircleX, Clock, CircleMinus, LoaderCircle, type LucideIcon } from 'lucide-react'
import { statusLooks } from '@/components/deliveries/status-words'
import type { Tone } from '@/components/ui/badge'
import type { ExecutionStatus, StepStatus } from '@/lib/contracts/rule'

interface Look {
  word: string
  tone: Tone
  icon: LucideIcon
}

export const executionLooks: Record<ExecutionStatus, Look> = {
  running: { word: 'Running', tone: 'wait', icon: LoaderCircle },
  succeeded: { word: 'Succeeded', tone: 'ok', icon: CircleCheck },
  failed: { word: 'Failed', tone: 'bad', icon: CircleX },
  cancelled: { word: 'Cancelled', tone: 'off', icon: Ban },
}

const { pending, sending, succeeded, retrying, failed, cancelled } = statusLooks
export const stepLooks: Record<StepStatus, Look> = {
  pending, sending, succeeded, retrying, failed, cancelled,
  waiting: { word: 'Waiting for the one before', tone: 'off', icon: Clock },
  not_run: { word: 'Not run', tone: 'off', icon: CircleMinus },
}
