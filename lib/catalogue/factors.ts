/** SecurityScorecard's ten factors. */
export const FACTORS = [
  'application_security', 'cubit_score', 'dns_health', 'endpoint_security', 'hacker_chatter', 'ip_reputation',
  'leaked_information', 'network_security', 'patching_cadence', 'social_engineering',
] as const
export type Factor = (typeof FACTORS)[number]
