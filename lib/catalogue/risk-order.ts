/** From least to most severe. */
export const SEVERITIES = ['info', 'low', 'medium', 'high', 'critical'] as const
export type Severity = (typeof SEVERITIES)[number]
export const RISK_LEVELS = ['low', 'medium', 'high', 'critical'] as const
