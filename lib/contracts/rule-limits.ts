/** How many web requests a rule can have. */
export const MAX_STEPS = 10
