// 10,000 frames a second for a minute into the built program in a pty: does memory grow after warm-up, does a key still answer?
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pty from '@lydell/node-pty';
import { serveFlood } from './flood-server.js';
import { pause, promise, quantile } from './report.js';

const FRAMES_PER_SECOND = 10_000;
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 60);
const WARM_UP_SECONDS = 20;
const KEY_LIMIT_MS = { p50: 8, p99: 25 };
/** Noise of a garbage-collected heap between two samples; growth means the later half stands above the earlier by more. */
const GROWTH_LIMIT_MB = 12;

if (process.env['FLOOD_SERVER']) await serveFlood(FRAMES_PER_SECOND);
else await measure();

async function measure(): Promise<void> {
  const server = fork(process.argv[1] ?? '', { env: { ...process.env, FLOOD_SERVER: '1' } });
  const port = await new Promise<number>((resolve) => server.once('message', (message) => resolve(Number(message))));
  const config = mkdtempSync(join(tmpdir(), 'fundmon-bench-'));
  const at = `127.0.0.1:${port}`;
  const flags = ['--exchanges', 'binance', '--endpoint', `binance=ws://${at}`, '--rest-endpoint', `binance=http://${at}`];
  const child = pty.spawn(process.execPath, ['dist/fundmon.cjs', ...flags, '--config-dir', config], {
    cols: 120,
    rows: 36,
    name: 'xterm-256color',
  });
  let answered: (() => void) | undefined;
  let bytes = 0;
  child.onData((data) => {
    bytes += data.length;
    if (/Keys|keys/.test(data)) answered?.();
  });
  const memory: number[] = [];
  const latencies: number[] = [];
  const startedAt = Date.now();
  while (Date.now() - startedAt < SECONDS * 1000) {
    await pause(400);
    const pressedAt = performance.now();
    const screen = new Promise<void>((resolve) => {
      answered = resolve;
    });
    child.write('?');
    await Promise.race([screen, pause(2000)]);
    latencies.push(performance.now() - pressedAt);
    await pause(80);
    child.write('\u001b');
    if (Date.now() - startedAt > WARM_UP_SECONDS * 1000) memory.push(residentMb(child.pid));
  }
  const sent = await framesSent(server);
  child.write('q');
  await pause(300);
  server.kill();
  rmSync(config, { recursive: true, force: true });

  const half = Math.floor(memory.length / 2);
  const early = quantile(memory.slice(0, half), 0.5);
  const late = quantile(memory.slice(half), 0.5);
  console.log(`${(sent / SECONDS).toFixed(0)} frames/s sent, ${(bytes / SECONDS / 1000).toFixed(1)} kB/s drawn`);
  console.log(`memory ${early.toFixed(0)} MB in the first half after warm-up, ${late.toFixed(0)} MB in the second`);
  console.log(`key to screen: p50 ${quantile(latencies, 0.5).toFixed(1)} ms, p99 ${quantile(latencies, 0.99).toFixed(1)} ms`);
  promise('frames a second missing', Math.max(0, FRAMES_PER_SECOND * 0.98 - sent / SECONDS), 0, 'frames');
  promise('memory growth', late - early, GROWTH_LIMIT_MB, 'MB');
  promise('key to screen, p50', quantile(latencies, 0.5), KEY_LIMIT_MS.p50, 'ms');
  promise('key to screen, p99', quantile(latencies, 0.99), KEY_LIMIT_MS.p99, 'ms');
}

function residentMb(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN) / 1024;
}

function framesSent(server: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    server.once('message', (message) => resolve(Number(message)));
    server.send('count');
  });
}
