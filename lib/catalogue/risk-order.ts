/** From least to most severe. */
export const SEVERITIES = ['info', 'low', 'medium', 'high', 'critical'] as const
export const RISK_LEVELS = ['low', 'medium', 'high', 'critical'] as const
