import { compile, tooLong } from './compile.js';
import { LONGEST_QUERY, type Query } from './query.js';
import { scan } from './scan.js';

/** Throws `UsageError` that names the word that is wrong, its place, and what was expected. */
export function parseQuery(text: string): Query {
  if (text.length > LONGEST_QUERY) throw tooLong(text.length);
  return compile(scan(text));
}
