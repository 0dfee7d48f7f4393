// 10,000 frames a second for a minute into the built program in a pty: does memory grow after warm-up, does a key still answer?
import { readFileSync } from 'node:fs';
import { openExchange, openProgram, openTerminal, scheduling, serveIfAsked, type Terminal } from './program.js';
import { pause, promise, quantile } from './report.js';

const FRAMES_PER_SECOND = 10_000;
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 60);
/** Connected, compiled, caches filled. */
const WARM_UP_SECONDS = Math.min(20, SECONDS / 3);
const KEY_LIMIT_MS = { p50: 8, p99: 25 };
/** Noise of a garbage-collected heap between two samples; growth means the later half stands above the earlier by more. */
const GROWTH_LIMIT_MB = 12;
const ROWS = 36;
/** Between two keys; varied, or they would keep step with the four pictures a second. */
const KEY_EVERY_MS = { least: 120, most: 280 };
const PATIENCE_MS = 2000;
/** Answers a key at once: what terminal, timers and machine cost anybody. */
const ECHO = 'process.stdin.setRawMode(true); process.stdin.on("data", () => process.stdout.write("x"));';

/** Milliseconds from the key until `mark` is on its way to the screen. */
async function timed(terminal: Terminal, key: string, mark: RegExp): Promise<number> {
  let seen = '';
  const pressedAt = performance.now();
  const answered = new Promise<void>((resolve) => {
    terminal.listen((data) => {
      seen += data;
      if (mark.test(seen)) resolve();
    });
  });
  terminal.write(key);
  await Promise.race([answered, pause(PATIENCE_MS)]);
  return performance.now() - pressedAt;
}

function residentMb(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN) / 1024;
}

const betweenKeys = (): Promise<void> => pause(KEY_EVERY_MS.least + Math.random() * (KEY_EVERY_MS.most - KEY_EVERY_MS.least));
const figures = (ms: readonly number[]): string =>
  `p50 ${quantile(ms, 0.5).toFixed(1)} ms, p99 ${quantile(ms, 0.99).toFixed(1)} ms`;

async function measure(): Promise<void> {
  const exchange = await openExchange(FRAMES_PER_SECOND);
  const program = openProgram(exchange.flags, ROWS);
  const echo = openTerminal(['-e', ECHO], ROWS);
  await pause(WARM_UP_SECONDS * 1000);

  const latencies: number[] = [];
  const echoes: number[] = [];
  const memory: number[] = [];
  const sentBefore = await exchange.framesSent();
  const before = scheduling(program.pid);
  const seconds = (): number => (performance.now() - before.time) / 1000;
  while (seconds() < SECONDS - WARM_UP_SECONDS) {
    latencies.push(await timed(program, '?', /\bkeys\b/i));
    await betweenKeys();
    // Not Esc, which is told from the beginning of a sequence by the silence after it.
    program.write('?');
    echoes.push(await timed(echo, 'k', /x/));
    memory.push(residentMb(program.pid));
    await betweenKeys();
  }
  const sent = ((await exchange.framesSent()) - sentBefore) / seconds();
  const after = scheduling(program.pid);
  const share = (ms: number): string => `${(ms / seconds() / 10).toFixed(1)} %`;
  program.stop();
  echo.stop();
  exchange.stop();

  const half = Math.floor(memory.length / 2);
  const early = quantile(memory.slice(0, half), 0.5);
  const late = quantile(memory.slice(half), 0.5);
  console.log(`${sent.toFixed(0)} frames/s sent; ${share(after.cpuMs - before.cpuMs)} of a core`);
  console.log(`memory ${early.toFixed(0)} MB in the first half after warm-up, ${late.toFixed(0)} MB in the second`);
  console.log(`key to screen: ${figures(latencies)} (${latencies.length} keys)`);
  console.log(`key to echo of a bare program, in turn with it: ${figures(echoes)}`);
  console.log(`the machine let the program wait for a core ${share(after.waitedMs - before.waitedMs)} of the time`);
  promise('frames a second missing', Math.max(0, FRAMES_PER_SECOND * 0.98 - sent), 0, 'frames');
  promise('memory growth', late - early, GROWTH_LIMIT_MB, 'MB');
  promise('key to screen, p50', quantile(latencies, 0.5), KEY_LIMIT_MS.p50, 'ms');
  promise('key to screen, p99', quantile(latencies, 0.99), KEY_LIMIT_MS.p99, 'ms');
  const beyond = Math.max(0, quantile(latencies, 0.99) - quantile(echoes, 0.99));
  promise('key to screen, p99 beyond that of the bare program', beyond, KEY_LIMIT_MS.p99, 'ms');
}

await serveIfAsked();
await measure();
