import type { FormState, FormTrigger } from './form-state'
import { toContract, toTrigger, type ContractBody } from './to-contract'

/**
 * What a draft keeps: the integration as it would be created, and under `wizard` what such a body has no place for
 * (half-typed numbers, triggers that were switched off again). Secrets only stand where the API seals them.
 */
export interface DraftBody extends ContractBody {
  wizard: {
    parked: Omit<FormTrigger, 'on'>[]
    policy: FormState['policy']
    limits: FormState['limits']
    signing: Pick<FormState['signing'], 'header' | 'algorithm' | 'encoding'>
  }
}

export function toDraftData(form: FormState): DraftBody {
  const { header, algorithm, encoding } = form.signing
  const parked = form.triggers.filter((trigger) => !trigger.on)
  return {
    ...toContract(form),
    wizard: {
      parked: parked.map(toTrigger),
      policy: form.policy,
      limits: form.limits,
      signing: { header, algorithm, encoding },
    },
  }
}
