// A thousand large liquidations a minute among tickers, with a model that takes 10 s and without one, side by side in two processes
// so that what else the machine does befalls both: from the moment a frame is due to its records in the store and out again. The
// model is asked over real HTTP, in a third process.
import { type ChildProcess, fork } from 'node:child_process';
import { openModelSession } from '../src/commands/model-session.js';
import { createPipeline } from '../src/commands/session.js';
import type { Liquidation, MarketRecord } from '../src/domain/record.js';
import { createMarketStore } from '../src/market/store.js';
import { defaultSettings } from '../src/settings.js';
import { liquidation } from '../test/support/market-records.js';
import { defaultMinute } from './mix.js';
import { promise, quantile } from './report.js';
import { serveSlowModel } from './slow-model.js';

const ANSWER_MS = 10_000;
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 60);
const WARM_UP_SECONDS = 5;
const FRAMES_PER_SECOND = 2_000;
const LIQUIDATIONS_PER_SECOND = 1_000 / 60;
const FLUSH_MS = 250;
/** The slowest hundredth is the scheduler's on a machine that does other things too. */
const LIMIT = { p50: 1.15, p99: 1.5, cpu: 1.15 };

/** Of one side, after the warm-up. */
interface Outcome {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly cpuMs: number;
  readonly liquidationCount: number;
  readonly shownCount: number;
  readonly judgedCount: number;
  readonly largestQueue: number;
  readonly callCount: number;
}

const role = process.env['BENCH_ROLE'];
if (role === 'model') serveSlowModel(ANSWER_MS);
else if (role === 'with' || role === 'without') process.send?.(await side(role === 'with', Number(process.env['BENCH_PORT'])));
else await measure();

async function measure(): Promise<void> {
  const model = start('model');
  const port = Number(await told(model));
  const sides = [start('without', port), start('with', port)].map(told);
  const [without, within] = (await Promise.all(sides)) as [Outcome, Outcome];
  model.kill();
  for (const [name, one] of Object.entries({ without, with: within })) {
    const cpu = ((one.cpuMs / (SECONDS * 1_000)) * 100).toFixed(1);
    console.log(`${name.padEnd(8)} p50 ${one.p50Ms.toFixed(2)} ms, p99 ${one.p99Ms.toFixed(2)} ms, ${cpu} % of a core`);
  }
  console.log(`${within.callCount} calls, ${within.judgedCount} tiers by the model, at most ${within.largestQueue} waiting`);
  promise('ticker latency with a model of 10 s, p50', within.p50Ms / without.p50Ms, LIMIT.p50, '× without');
  promise('ticker latency with a model of 10 s, p99', within.p99Ms / without.p99Ms, LIMIT.p99, '× without');
  promise('processor time with a model', within.cpuMs / without.cpuMs, LIMIT.cpu, '× without');
  promise('liquidations not shown at once', within.liquidationCount - within.shownCount, 0, 'events');
  promise('liquidations waiting for the model', within.largestQueue, 256, 'events');
  promise('model that said nothing', within.judgedCount > 0 ? 0 : 1, 0, 'runs');
}

function start(name: string, port = 0): ChildProcess {
  return fork(process.argv[1] ?? '', { env: { ...process.env, BENCH_ROLE: name, BENCH_PORT: String(port) } });
}

function told(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => child.once('message', resolve));
}

async function side(hasModel: boolean, port: number): Promise<Outcome> {
  const flags = hasModel ? { 'llm-url': `http://127.0.0.1:${port}/v1`, 'llm-model': 'slow-1' } : { 'no-llm': true as const };
  const settings = { ...defaultSettings, 'llm.dailyBudgetTokens': 1e9 };
  const session = await openModelSession(flags, { isDemo: false, settings, minNotionalUsd: 0 });
  const shown = { rule: 0, llm: 0 };
  const record = (one: MarketRecord): void => {
    if (one.type === 'severity') shown[one.by] += 1;
  };
  const store = createMarketStore();
  const pipeline = createPipeline({ store, minNotionalUsd: 0, selection: { assets: 'all', watch: [] } }, { record }, session);
  const frames = defaultMinute().filter((frame) => !frame.kind.includes('liquidation'));
  let largestQueue = 0;
  const flush = setInterval(() => {
    store.flush(Date.now());
    largestQueue = Math.max(largestQueue, session.getStatus()?.queuedCount ?? 0);
  }, FLUSH_MS);

  const first = WARM_UP_SECONDS * FRAMES_PER_SECOND;
  const latencies = new Float64Array(SECONDS * FRAMES_PER_SECOND);
  const startedAt = performance.now();
  let liquidationCount = 0;
  let cpuBefore = process.cpuUsage();
  for (let done = 0; done < first + latencies.length; ) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    const elapsed = performance.now() - startedAt;
    for (; liquidationCount < (elapsed / 1_000) * LIQUIDATIONS_PER_SECOND; liquidationCount += 1) {
      pipeline.record(forcedClose(liquidationCount));
    }
    for (; done < Math.min((elapsed / 1_000) * FRAMES_PER_SECOND, first + latencies.length); done += 1) {
      const frame = frames[done % frames.length];
      const parsed = frame?.adapter.parse(frame.text, frame.context);
      if (parsed?.kind === 'records') for (const one of parsed.records) pipeline.record(one);
      if (done < first) cpuBefore = process.cpuUsage();
      else latencies[done - first] = performance.now() - startedAt - (done / FRAMES_PER_SECOND) * 1_000;
    }
  }
  const { user, system } = process.cpuUsage(cpuBefore);
  clearInterval(flush);
  const callCount = session.getStatus()?.callsToday ?? 0;
  session.close();
  return {
    p50Ms: quantile([...latencies], 0.5),
    p99Ms: quantile([...latencies], 0.99),
    cpuMs: (user + system) / 1_000,
    liquidationCount,
    shownCount: shown.rule,
    judgedCount: shown.llm,
    largestQueue,
    callCount,
  };
}

function forcedClose(n: number): Liquidation {
  const now = Date.now();
  const assets = ['BTC', 'ETH', 'SOL', 'PEPE'];
  const asset = assets[n % assets.length] ?? 'BTC';
  return liquidation(`${now}:${n}`, { asset, notionalUsd: 500_000 + ((n * 7_919) % 3_000_000), receivedAt: now, time: now });
}
