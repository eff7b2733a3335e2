/** A refusal to start that the person at the terminal can mend: shown as its message, without a stack. */
export class StartFailure extends Error {}

/** One line for the supervisor's own news, apart from the JSON lines of its children. */
export function say(text: string): void {
  console.log(`hookwright: ${text}`)
}
