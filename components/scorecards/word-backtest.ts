/** "Would have fired 7 times in the last 30 days". */
export const wordBacktest = (count: number, days: number): string => {
  const times = count === 1 ? 'once' : `${count.toLocaleString('en')} times`
  return `Would ${count === 0 ? 'not have fired' : `have fired ${times}`} in the last ${days} days`
}
