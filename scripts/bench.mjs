// npm run bench [-- NAME…]: the numbers the project promises, as ratios within one run.
// Names: arbitrage, classifier, flood, frames, screen, start, statistics.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const all = ['start', 'frames', 'screen', 'flood', 'classifier', 'statistics', 'arbitrage'];
const chosen = process.argv.slice(2).length > 0 ? process.argv.slice(2) : all;
const unknown = chosen.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`bench: unknown ${unknown.join(', ')}; there are ${all.join(', ')}`);
  process.exit(2);
}

execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
const out = join('node_modules', '.cache', 'fundmon-bench');
mkdirSync(out, { recursive: true });
await build({
  entryPoints: all.map((name) => `bench/${name}.ts`),
  outdir: out,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  // As the program is published.
  minify: true,
  jsx: 'automatic',
  packages: 'external',
  define: { __VERSION__: '"bench"' },
});

let isMissed = false;
for (const name of chosen) {
  console.log(`\n== ${name} (Node ${process.versions.node})`);
  const { status } = spawnSync(process.execPath, ['--expose-gc', join(out, `${name}.mjs`)], {
    stdio: 'inherit',
    // As the built program has it: React's development build costs two to three times more.
    env: { ...process.env, NODE_ENV: 'production' },
  });
  isMissed ||= status !== 0;
}
process.exitCode = isMissed ? 1 : 0;
