// The built program on six local exchanges, in this terminal: `npm run live:local`, `npm run live:local -- stream`.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const cache = join(root, 'node_modules', '.cache');
const source = join(root, 'test', 'local-exchanges', 'main.ts');
const bundle = join(cache, 'local-exchanges.mjs');
const log = join(cache, 'local-exchanges.log');

mkdirSync(cache, { recursive: true });
await import('./build.mjs');
// Node 20 runs no TypeScript. The bundle lies elsewhere, so it is told where its recordings are.
await build({
  entryPoints: [source],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  external: ['ws'],
  define: { 'import.meta.url': JSON.stringify(pathToFileURL(source).href) },
  logLevel: 'warning',
});

const configDir = mkdtempSync(join(tmpdir(), 'fundmon-live-local-'));
const servers = spawn(process.execPath, [bundle], { cwd: root, stdio: ['ignore', 'pipe', openSync(log, 'w')] });
let isRunning = false;
servers.once('exit', (code) => {
  if (isRunning) return;
  console.error(`The local exchanges did not start (exit ${code}): see ${log}`);
  process.exit(1);
});
for await (const line of createInterface({ input: servers.stdout })) {
  if (!line.startsWith('{')) continue;
  isRunning = true;
  run(JSON.parse(line));
  break;
}

function run(addresses) {
  const flags = Object.entries(addresses).flatMap(([exchange, { wsUrl, restUrl }]) => [
    '--endpoint',
    `${exchange}=${wsUrl}`,
    '--rest-endpoint',
    `${exchange}=${restUrl}`,
  ]);
  const program = join(root, 'dist', 'fundmon.cjs');
  const given = process.argv.slice(2);
  const fundmon = spawn(process.execPath, [program, ...given, ...flags, '--config-dir', configDir], { stdio: 'inherit' });
  // A key or a signal of the terminal reaches the program itself; a signal sent to this script is passed on.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => fundmon.kill('SIGTERM'));
  fundmon.once('exit', (code, signal) => {
    servers.kill('SIGTERM');
    servers.once('exit', () => {
      rmSync(configDir, { recursive: true, force: true });
      process.exit(code ?? (signal === 'SIGINT' ? 130 : 143));
    });
  });
}
