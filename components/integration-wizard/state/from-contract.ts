import type { IntegrationView, SecretView } from '@/lib/contracts/integration'
import { wordDelays } from './parse-delays'
import { toTrigger } from './to-contract'
import { emptyForm, type FormState, type SecretField } from './form-state'

/** A saved integration as the wizard's form. Secrets arrive as the note that they are stored. */
export function fromIntegration(view: IntegrationView): FormState {
  return {
    preset: view.preset ?? 'webhook',
    name: view.name,
    enabled: view.enabled,
    ownerEmail: view.ownerEmail ?? '',
    triggers: view.triggers.map((trigger) => ({ ...toTrigger(trigger), on: true })),
    ...fromDestination(view.destination),
    signing: fromSigning(view.signing),
    policy: fromPolicy(view.policy),
    limits: {
      perSecond: view.limits.perSecond === null ? '' : String(view.limits.perSecond),
      concurrency: view.limits.concurrency === null ? '' : String(view.limits.concurrency),
    },
  }
}

/** The part of the form that says where to; a rule's web requests have it too. */
export function fromDestination({ url, headers, params, auth }: IntegrationView['destination']): Pick<FormState, 'url' | 'headers' | 'params' | 'auth'> {
  return {
    url,
    headers: headers.map((row, index) => ({ key: `h${index}`, ...row })),
    params: params.map((row, index) => ({ key: `p${index}`, ...row })),
    auth: fromAuth(auth),
  }
}

function fromAuth(auth: IntegrationView['destination']['auth']): FormState['auth'] {
  switch (auth.kind) {
    case 'none':
      return emptyForm.auth
    case 'basic':
      return { ...emptyForm.auth, kind: 'basic', username: auth.username, password: keptOrEmpty(auth.password) }
    case 'bearer':
      return { ...emptyForm.auth, kind: 'bearer', token: keptOrEmpty(auth.token) }
  }
}

function fromSigning(signing: IntegrationView['signing']): FormState['signing'] {
  const { scheme, header, algorithm, encoding, secret } = signing
  return {
    scheme,
    header: header ?? emptyForm.signing.header,
    algorithm: algorithm ?? emptyForm.signing.algorithm,
    encoding: encoding ?? emptyForm.signing.encoding,
    secret: typeof secret === 'string' || secret === undefined ? '' : keptOrEmpty(secret),
  }
}

/** When a failed request is repeated, as the form has it; rules have it too. */
export function fromPolicy(policy: IntegrationView['policy']): FormState['policy'] {
  const { profile, timeoutMs, retryDelaysSeconds, jitter } = policy
  return {
    profile,
    timeoutSeconds: timeoutMs === undefined ? emptyForm.policy.timeoutSeconds : String(timeoutMs / 1000),
    retryDelays: retryDelaysSeconds === undefined ? emptyForm.policy.retryDelays : wordDelays(retryDelaysSeconds),
    jitter: jitter ?? false,
  }
}

function keptOrEmpty(secret: SecretView): SecretField {
  return secret.set ? secret : ''
}

