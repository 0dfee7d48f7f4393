// npm run eval:severity [-- FLAGS]: how well rules and a language model judge labelled liquidations.
// npm run eval:severity:cases: makes the labelled set anew.
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, stop } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [wish, ...flags] = process.argv.slice(2);
const isMaking = wish === 'make-cases';
const entry = isMaking ? 'make-cases' : 'main';
const outfile = join(root, 'node_modules', '.cache', 'fundmon-eval', `${entry}.mjs`);
mkdirSync(dirname(outfile), { recursive: true });
// Node 20 runs no TypeScript. The bundle lies elsewhere, so it is told where the recordings are.
await build({
  absWorkingDir: root,
  entryPoints: [`eval/severity/${entry}.ts`],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  packages: 'external',
  define: {
    __VERSION__: '"eval"',
    'import.meta.url': JSON.stringify(pathToFileURL(join(root, 'test/local-exchanges/recordings.ts')).href),
  },
  logLevel: 'warning',
});
await stop();
process.chdir(root);
const { main } = await import(pathToFileURL(outfile).href);
process.exitCode = await main(isMaking ? flags : process.argv.slice(2));
