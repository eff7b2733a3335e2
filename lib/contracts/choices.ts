/** What can be chosen, as plain lists: screens offer them without loading the schemas that check them. */
export const SIGNING_SCHEMES = ['standard', 'guard', 'argyle', 'hmac', 'none'] as const
export const POLICY_PROFILES = ['standard', 'guard', 'scorecard', 'custom'] as const
export const MAX_OWN_SAMPLES = 10

/** So many deliveries can be chosen one by one. */
export const MAX_CHOSEN = 500
