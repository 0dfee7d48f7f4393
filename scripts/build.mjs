// Folds src/ and every library into dist/: the published package has no runtime dependencies.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
const { version, engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const minimumNode = engines.node.replace('>=', '');

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });

// Reached by imports of our libraries that this program never takes: React's developer tools (Ink, with DEV=true) and the
// schema compiler (Conf, with a `schema` option), half of Conf's size and start-up time.
const withoutUnused = {
  name: 'without-unused',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(react-devtools-core|ajv.*|\.\/devtools\.js)$/ }, ({ path }) => ({ path, namespace: 'unused' }));
    onLoad({ filter: /.*/, namespace: 'unused' }, () => ({ contents: 'export default {}; export class Ajv2020 {}' }));
  },
};

const result = await build({
  absWorkingDir: root,
  entryPoints: { cli: 'src/cli.ts' },
  outdir: dist,
  bundle: true,
  splitting: true,
  chunkNames: 'chunk-[hash]',
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  minify: true,
  legalComments: 'none',
  metafile: true,
  jsx: 'automatic',
  plugins: [withoutUnused],
  banner: { js: 'import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url);' },
  define: {
    // Unset, Ink runs React's development build, which keeps an entry per commit until the heap is full.
    'process.env.NODE_ENV': '"production"',
    'process.env.DEV': '"false"',
    'process.env.WS_NO_BUFFER_UTIL': '"1"',
    'process.env.WS_NO_UTF_8_VALIDATE': '"1"',
    __VERSION__: JSON.stringify(version),
  },
  logLevel: 'warning',
});

// Parsed by every Node there ever was: no modern syntax above the version check.
writeFileSync(
  join(dist, 'fundmon.cjs'),
  `#!/usr/bin/env node
'use strict';
var minimum = ${JSON.stringify(minimumNode.split('.').map(Number))};
var running = process.versions.node.split('.').map(Number);
var isTooOld = running[0] !== minimum[0] ? running[0] < minimum[0] : running[1] < minimum[1];
if (isTooOld) {
  console.error('fundmon needs Node ${minimumNode} or newer; this is Node ' + process.versions.node + '.');
  process.exit(1);
} else {
  require('./start.cjs');
}
`,
  { mode: 0o755 },
);
writeFileSync(
  join(dist, 'start.cjs'),
  `'use strict';
var nodeModule = require('node:module');
if (nodeModule.enableCompileCache) nodeModule.enableCompileCache();
import('./cli.js').then(function (cli) { return cli.main(process.argv.slice(2)); });
`,
);

writeFileSync(join(dist, 'THIRD-PARTY-NOTICES'), notices(result.metafile));

/** The licence of every package whose code is in the bundle. */
function notices(metafile) {
  const packages = new Map();
  for (const input of Object.keys(metafile.inputs)) {
    const match = /^(.*node_modules\/((?:@[^/]+\/)?[^/]+))\//.exec(input);
    if (match) packages.set(match[1], match[2]);
  }
  const parts = [];
  for (const [folder, name] of [...packages].sort((a, b) => a[1].localeCompare(b[1]))) {
    const info = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const file = readdirSync(join(root, folder)).find((entry) => /^licen[sc]e/i.test(entry));
    const text = file ? readFileSync(join(root, folder, file), 'utf8').trim() : `Licence: ${info.license}`;
    parts.push(`${name} ${info.version} (${info.license})\n\n${text}\n`);
  }
  return `${parts.join(`\n${'-'.repeat(78)}\n\n`)}`;
}
