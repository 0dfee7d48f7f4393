// Writes the README's tables of keys, exchanges and settings from the program's own data: node scripts/readme-tables.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const out = join('node_modules', '.cache', 'fundmon-readme.mjs');
await build({
  entryPoints: ['test/support/readme-tables.ts'],
  outfile: out,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
});
const { withTables } = await import(pathToFileURL(out).href);
writeFileSync('README.md', withTables(readFileSync('README.md', 'utf8')));
