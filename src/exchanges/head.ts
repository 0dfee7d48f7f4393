/** Whether what a sticky pattern describes stands at `at`: much faster than `startsWith` for more than a few letters. */
export function standsAt(pattern: RegExp, text: string, at = 0): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}
