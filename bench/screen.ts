// What the screen writes and costs: against a writer that does no more than compare cells, standing still, and after hours.
import { fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pty from '@lydell/node-pty';
import { exchangeIds } from '../src/domain/instrument.js';
import type { MarketSnapshot } from '../src/market/snapshot.js';
import { runScreen } from '../src/ui/run-screen.js';
import { createScreenWriter } from '../src/ui/screen-writer.js';
import { after, plainLook } from '../src/ui/sgr.js';
import { createCell } from '../src/ui/use-market.js';
import { utc } from '../src/ui/zone.js';
import { liquidationRows, SAMPLE_TIME, sampleCoverage, sampleSnapshot } from '../test/support/sample-snapshot.js';
import { type Cells, createCellDiff } from './cell-diff.js';
import { serveFlood } from './flood-server.js';
import { median, pause, promise } from './report.js';

const COLUMNS = 120;
const ROWS = 40;
const FRAMES = 300;
const CHANGED_SHARE = 0.1;
const CHURN_FRAMES = 18_000;
const HEAP_EVERY = 500;
/** Caches that fill up to their bounds do so in the first frames. */
const WARM_UP_FRAMES = 3000;
const HEAP_LIMIT_MB = 2;
const IDLE_SECONDS = Number(process.env['BENCH_SECONDS'] ?? 30);
/** Compiled and collected what the start left. */
const IDLE_WARM_UP_MS = 15_000;
/** Linux counts process time in these. */
const TICKS_PER_SECOND = 100;

/** The same numbers in every run. */
function createRandom(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const looks = ['', '32', '31', '2', '38;5;75', '1;33'].map((parameters) => ({
  code: `\u001b[${parameters}m`,
  look: parameters === '' ? plainLook : after(plainLook, parameters),
}));

/** Runs of text in a few looks, as panels have them. */
function firstCells(random: () => number): { glyph: string; style: number }[][] {
  return Array.from({ length: ROWS }, () => {
    let style = 0;
    return Array.from({ length: COLUMNS }, () => {
      if (random() < 0.1) style = Math.floor(random() * looks.length);
      return { glyph: String.fromCharCode(97 + Math.floor(random() * 26)), style };
    });
  });
}

/** Bytes of the screen's writer over those of the yardstick; numbers change in runs of `run` cells. */
function bytesRatio(run: number): { readonly ratio: number; readonly bytes: number } {
  const random = createRandom();
  const cells = firstCells(random);
  const diff = createCellDiff();
  let own = 0;
  let least = 0;
  const writer = createScreenWriter({
    columns: COLUMNS,
    rows: ROWS,
    write: (text) => {
      own += Buffer.byteLength(text);
    },
    isBlocked: () => false,
  });
  for (let frame = 0; frame <= FRAMES; frame += 1) {
    if (frame > 0) {
      for (let changed = 0; changed < CHANGED_SHARE * COLUMNS * ROWS; changed += run) {
        const row = cells[Math.floor(random() * ROWS)] ?? [];
        const x = Math.floor(random() * (COLUMNS - run));
        for (const cell of row.slice(x, x + run)) cell.glyph = String.fromCharCode(97 + Math.floor(random() * 26));
      }
    }
    if (frame === 1) own = 0;
    writer.draw(
      cells.map((row) => [{ x: 0, text: `${row.map(({ glyph, style }) => `${looks[style]?.code}${glyph}\u001b[0m`).join('')}` }]),
    );
    const frameCells: Cells = cells.map((row) =>
      row.map(({ glyph, style }) => ({ glyph, look: looks[style]?.look ?? plainLook })),
    );
    const text = diff(frameCells);
    if (frame > 0) least += Buffer.byteLength(text);
  }
  return { ratio: own / least, bytes: own / FRAMES };
}

/** The real screen on a terminal that takes everything, fed snapshot by snapshot. */
function openScreen(isQuiet: boolean) {
  let bytes = 0;
  const stdout = Object.assign(new EventEmitter(), {
    isTTY: true,
    columns: COLUMNS,
    rows: ROWS,
    writableNeedDrain: false,
    write: (text: string) => {
      bytes += Buffer.byteLength(text);
      return true;
    },
  }) as unknown as NodeJS.WriteStream;
  const stdin = Object.assign(new EventEmitter(), { isTTY: false }) as unknown as NodeJS.ReadStream;
  const market = createCell(sampleSnapshot());
  const screen = runScreen({
    market,
    stdin,
    stdout,
    writeSync: () => undefined,
    suspend: () => undefined,
    colors: 256,
    version: 'bench',
    isDemo: false,
    isQuiet,
    initial: { exchanges: exchangeIds },
    spreadThreshold: 0.00005,
    coverage: sampleCoverage,
    localZone: utc,
    onExchanges: () => undefined,
    onCopy: () => 'copied',
  });
  return {
    stop: screen.stop,
    /** Bytes written for it. */
    publish: async (snapshot: MarketSnapshot): Promise<number> => {
      const before = bytes;
      market.set(snapshot);
      await new Promise((resolve) => setImmediate(resolve));
      return bytes - before;
    },
  };
}

/** Bytes of four pictures a second over two minutes in which the market says nothing: in between seconds, of a second, of a minute. */
async function idleBytes(isQuiet: boolean) {
  const base = sampleSnapshot();
  const { publish, stop } = openScreen(isQuiet);
  const written = { between: 0, second: 0, minute: 0, total: 0 };
  for (let ms = 250; ms <= 120_000; ms += 250) {
    const time = base.time + ms;
    const bytes = await publish({ ...base, time });
    written[time % 60_000 === 0 ? 'minute' : time % 1000 === 0 ? 'second' : 'between'] += bytes;
    written.total += bytes;
  }
  stop();
  return written;
}

async function churn(): Promise<readonly number[]> {
  const { publish, stop } = openScreen(false);
  const heaps: number[] = [];
  for (let frame = 1; frame <= CHURN_FRAMES; frame += 1) {
    const time = SAMPLE_TIME + frame * 250;
    const liquidations = liquidationRows(40, time).map((row, index) => ({
      ...row,
      liquidation: { ...row.liquidation, id: `l${frame}-${index}`, price: 60_000 + ((frame * 7.3 + index) % 9000) },
    }));
    await publish(sampleSnapshot({ time, liquidations }));
    if (frame > WARM_UP_FRAMES && frame % HEAP_EVERY === 0) {
      globalThis.gc?.();
      heaps.push(process.memoryUsage().heapUsed / 2 ** 20);
    }
  }
  stop();
  return heaps;
}

/** Share of a core and bytes a second of the built program in a pty, once it stands. */
async function running(flags: readonly string[]): Promise<{ readonly core: number; readonly bytesPerSecond: number }> {
  const config = mkdtempSync(join(tmpdir(), 'fundmon-bench-'));
  const child = pty.spawn(process.execPath, ['dist/fundmon.cjs', ...flags, '--config-dir', config], {
    cols: COLUMNS,
    rows: ROWS,
    name: 'xterm-256color',
  });
  let bytes = 0;
  child.onData((data) => {
    bytes += Buffer.byteLength(data);
  });
  await pause(IDLE_WARM_UP_MS);
  bytes = 0;
  const before = processSeconds(child.pid);
  await pause(IDLE_SECONDS * 1000);
  const core = (processSeconds(child.pid) - before) / IDLE_SECONDS;
  child.write('q');
  await pause(500);
  rmSync(config, { recursive: true, force: true });
  return { core, bytesPerSecond: bytes / IDLE_SECONDS };
}

function processSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** The exchange is there and says nothing. */
async function runningIdle(extra: readonly string[]) {
  const server = fork(process.argv[1] ?? '', { env: { ...process.env, FLOOD_SERVER: '1' } });
  const port = await new Promise<number>((resolve) => server.once('message', (message) => resolve(Number(message))));
  const at = `127.0.0.1:${port}`;
  const addresses = ['--endpoint', `binance=ws://${at}`, '--rest-endpoint', `binance=http://${at}`];
  const result = await running(['--exchanges', 'binance', ...addresses, ...extra]);
  server.kill();
  return result;
}

const percent = (share: number): string => `${(share * 100).toFixed(2)} % of a core`;

async function measure(): Promise<void> {
  for (const [run, words] of [
    [1, 'single cells'],
    [5, 'numbers of five'],
  ] as const) {
    const { ratio, bytes } = bytesRatio(run);
    console.log(`${words}: ${bytes.toFixed(0)} bytes a frame at ${COLUMNS}×${ROWS} with a tenth of the cells changed`);
    promise(`bytes over the least there can be, ${words}`, ratio, 1.1, '×');
  }

  const usual = await idleBytes(false);
  const quiet = await idleBytes(true);
  console.log(`nothing happens: ${(usual.total / 120).toFixed(0)} bytes/s; quiet: ${(quiet.total / 120).toFixed(1)} bytes/s`);
  promise('bytes between the seconds of an idle screen', usual.between, 0, 'bytes');
  promise('bytes between the minutes of an idle quiet screen', quiet.between + quiet.second, 0, 'bytes');

  const heaps = await churn();
  const half = Math.floor(heaps.length / 2);
  const [early, late] = [median(heaps.slice(0, half)), median(heaps.slice(half))];
  console.log(`heap after GC over ${CHURN_FRAMES} frames: ${early.toFixed(1)} MB, then ${late.toFixed(1)} MB`);
  promise('heap growth', late - early, HEAP_LIMIT_MB, 'MB');

  const demo = await running(['--demo']);
  console.log(`demo: ${percent(demo.core)}, ${demo.bytesPerSecond.toFixed(0)} bytes/s`);
  for (const extra of [[], ['--quiet']]) {
    const idle = await runningIdle(extra);
    const name = ['idle screen', ...extra].join(' ');
    console.log(`${name}: ${percent(idle.core)}, ${idle.bytesPerSecond.toFixed(1)} bytes/s`);
    promise(`${name}, of a core`, idle.core * 100, 1, '%');
  }
}

if (process.env['FLOOD_SERVER']) await serveFlood(0);
else await measure();
