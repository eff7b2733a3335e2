/** A workspace's slug, which nobody sees, of its id. */
export const slugOf = (id: string): string => id.toLowerCase().replace('_', '-')
