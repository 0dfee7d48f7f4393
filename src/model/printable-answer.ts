import { printable } from '../domain/text.js';

/** Longer texts are cut: nothing that is asked for comes near. */
const TEXT_LIMIT = 2000;
const DEPTH_LIMIT = 24;

/** An answer whose every text can stand in a terminal, a file or a log. Throws where it is nested beyond sense. */
export function printableAnswer(answer: unknown, depth = 0): unknown {
  if (depth > DEPTH_LIMIT) throw new Error(`nested more than ${DEPTH_LIMIT} deep`);
  if (typeof answer === 'string') return printable(answer.replace(/[\t\n\r]+/g, ' '), TEXT_LIMIT);
  if (Array.isArray(answer)) return answer.map((item) => printableAnswer(item, depth + 1));
  if (typeof answer !== 'object' || answer === null) return answer;
  return Object.fromEntries(
    Object.entries(answer).map(([name, value]) => [printable(name, TEXT_LIMIT), printableAnswer(value, depth + 1)]),
  );
}
