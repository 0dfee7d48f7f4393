// The budgets of the published package: the bundle's size and the tarball's.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const KILO = 1000;
// Libraries are 540 kB of it, shipped lists of instruments 195 kB; what a command does not need is in chunks it never loads.
const budgets = { minified: 1350 * KILO, gzip: 450 * KILO, tarball: 2000 * KILO };

const code = readdirSync('dist')
  .filter((file) => /\.(js|cjs)$/.test(file))
  .map((file) => readFileSync(`dist/${file}`));
const [packed] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { encoding: 'utf8' }));
const sizes = {
  minified: code.reduce((sum, bytes) => sum + bytes.length, 0),
  gzip: code.reduce((sum, bytes) => sum + gzipSync(bytes).length, 0),
  tarball: packed.size,
};

for (const [name, size] of Object.entries(sizes)) {
  const isOver = size > budgets[name];
  console.log(
    `${name.padEnd(9)} ${(size / KILO).toFixed(0).padStart(5)} kB of ${budgets[name] / KILO} kB${isOver ? '  OVER' : ''}`,
  );
  if (isOver) process.exitCode = 1;
}
const { dependencies = {} } = JSON.parse(readFileSync('package.json', 'utf8'));
if (Object.keys(dependencies).length > 0) {
  console.log('dependencies: must stay empty, everything is in the bundle');
  process.exitCode = 1;
}
