/** "Would have fired 7 times in the last 30 days". */
export const wordBacktest = (count: number, days: number): string =>
  `Would have fired ${count === 1 ? 'once' : `${count.toLocaleString('en')} times`} in the last ${days} days`
