// What the screen writes and costs: against a writer that does no more than compare cells, standing still, and after hours.
import { EventEmitter } from 'node:events';
import { exchangeIds } from '../src/domain/instrument.js';
import type { MarketSnapshot } from '../src/market/snapshot.js';
import { runScreen } from '../src/ui/run-screen.js';
import { createScreenWriter } from '../src/ui/screen-writer.js';
import { after, plainLook } from '../src/ui/sgr.js';
import { createCell } from '../src/ui/use-market.js';
import { utc } from '../src/ui/zone.js';
import { liquidationRows, SAMPLE_TIME, sampleCoverage, sampleSnapshot } from '../test/support/sample-snapshot.js';
import { type Cells, createCellDiff } from './cell-diff.js';
import { openExchange, openProgram, serveIfAsked, watch } from './program.js';
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
/** V8 goes on compiling for minutes where code runs once a second: what is left open for weeks is measured behind that. */
const IDLE_WARM_UP_MS = 180_000;

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

interface Running {
  readonly name: string;
  readonly core: number;
  readonly waited: number;
  readonly bytesPerSecond: number;
}

/** The built program in a pty, once it stands. */
async function running(name: string, flags: readonly string[]): Promise<Running> {
  const program = openProgram(flags, ROWS);
  await pause(IDLE_WARM_UP_MS);
  let bytes = 0;
  program.listen((data) => {
    bytes += Buffer.byteLength(data);
  });
  const { core, waited } = await watch(program.pid, IDLE_SECONDS * 1000);
  program.stop();
  return { name, core, waited, bytesPerSecond: bytes / IDLE_SECONDS };
}

const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;

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

  const exchange = await openExchange(0);
  const [demo, ...idle] = await Promise.all([
    running('demo', ['--demo']),
    running('idle screen', exchange.flags),
    running('idle screen, quiet', [...exchange.flags, '--quiet']),
  ]);
  exchange.stop();
  for (const { name, core, waited, bytesPerSecond } of [demo, ...idle]) {
    const told = `${percent(core)} of a core (waited for one ${percent(waited)} of the time)`;
    console.log(`${name}: ${told}, ${bytesPerSecond.toFixed(1)} bytes/s`);
  }
  for (const { name, core } of idle) promise(`${name}, of a core`, core * 100, 1, '%');
}

await serveIfAsked();
await measure();
