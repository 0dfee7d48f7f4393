// 10,000 frames a second for a minute into the built program in a pty: does memory grow after warm-up, does a key still answer?
import { openExchange, openProgram, openTerminal, scheduling, serveIfAsked, type Terminal } from './program.js';
import { pause, promise, quantile } from './report.js';

const FRAMES_PER_SECOND = 10_000;
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 60);
/** Connected, compiled, caches filled. */
const WARM_UP_SECONDS = Math.min(20, SECONDS / 3);
const KEY_LIMIT_MS = { p50: 8, p99: 25 };
/** Logs and histories are still filling up to their bounds: 20,000 liquidations take more than three minutes. */
const GROWTH_LIMIT_MB = 8;
const ROWS = 36;
/** Between two keys; varied, or they would keep step with the four pictures a second. */
const KEY_EVERY_MS = { least: 60, most: 200 };
const PATIENCE_MS = 2000;
/** What they call is read in and compiled; an even number closes what it opens. */
const FIRST_KEYS = 6;
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

/** Of the program and of who measures it: ready to run, and not let by the machine. */
const waitedMs = (program: Terminal): number => scheduling(program.pid).waitedMs + scheduling(process.pid).waitedMs;
const betweenKeys = (): Promise<void> => pause(KEY_EVERY_MS.least + Math.random() * (KEY_EVERY_MS.most - KEY_EVERY_MS.least));
const figures = (ms: readonly number[]): string =>
  `p50 ${quantile(ms, 0.5).toFixed(1)} ms, p99 ${quantile(ms, 0.99).toFixed(1)} ms`;

async function measure(): Promise<void> {
  const exchange = await openExchange(FRAMES_PER_SECOND);
  const program = openProgram(exchange.flags, ROWS);
  const echo = openTerminal(['-e', ECHO], ROWS);
  await pause(WARM_UP_SECONDS * 1000);
  for (let key = 0; key < FIRST_KEYS; key += 1) {
    program.write('?');
    await betweenKeys();
  }

  const latencies: number[] = [];
  const own: number[] = [];
  const echoes: number[] = [];
  const early = await program.heapMb();
  const sentBefore = await exchange.framesSent();
  const before = scheduling(program.pid);
  const seconds = (): number => (performance.now() - before.time) / 1000;
  while (seconds() < SECONDS - WARM_UP_SECONDS) {
    const waitedBefore = waitedMs(program);
    const ms = await timed(program, '?', /\bkeys\b/i);
    latencies.push(ms);
    own.push(Math.max(0, ms - (waitedMs(program) - waitedBefore)));
    await betweenKeys();
    // Not Esc, which is told from the beginning of a sequence by the silence after it.
    program.write('?');
    echoes.push(await timed(echo, 'k', /x/));
    await betweenKeys();
  }
  const sent = ((await exchange.framesSent()) - sentBefore) / seconds();
  const after = scheduling(program.pid);
  const share = (ms: number): string => `${(ms / seconds() / 10).toFixed(1)} %`;
  const late = await program.heapMb();
  program.stop();
  echo.stop();
  exchange.stop();

  console.log(`${sent.toFixed(0)} frames/s sent; ${share(after.cpuMs - before.cpuMs)} of a core`);
  console.log(`heap after GC: ${early.toFixed(1)} MB after the warm-up, ${late.toFixed(1)} MB at the end`);
  console.log(`key to screen: ${figures(latencies)} (${latencies.length} keys)`);
  console.log(`key to screen but for waiting for a core: ${figures(own)}`);
  console.log(`key to echo of a bare program, in turn with it: ${figures(echoes)}`);
  console.log(`the machine let the program wait for a core ${share(after.waitedMs - before.waitedMs)} of the time`);
  promise('frames a second missing', Math.max(0, FRAMES_PER_SECOND * 0.98 - sent), 0, 'frames');
  promise('heap growth', late - early, GROWTH_LIMIT_MB, 'MB');
  promise('key to screen, p50', quantile(latencies, 0.5), KEY_LIMIT_MS.p50, 'ms');
  promise('key to screen, p99', quantile(latencies, 0.99), KEY_LIMIT_MS.p99, 'ms');
  promise('key to screen but for waiting for a core, p99', quantile(own, 0.99), KEY_LIMIT_MS.p99, 'ms');
}

await serveIfAsked();
await measure();
