// npm run eval:severity:cases
import { writeFileSync } from 'node:fs';
import { tiers } from '../../src/domain/severity.js';
import { CASES_FILE, writeCases } from './cases.js';
import { generateCases } from './generate.js';

/** The exit status. */
export function main(): number {
  const cases = generateCases();
  writeFileSync(CASES_FILE, writeCases(cases));
  const counts = tiers.map((tier) => `${tier} ${cases.filter((one) => one.tier === tier).length}`);
  console.log(`${CASES_FILE}: ${cases.length} cases, ${counts.join(', ')}`);
  return 0;
}
