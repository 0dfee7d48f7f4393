// From raw text to record in the store, against JSON.parse of the same frames, in turn in one run.
import { createPipeline } from '../src/commands/session.js';
import { exchangeIds } from '../src/domain/instrument.js';
import { createMarketStore } from '../src/market/store.js';
import { captured, defaultMinute, type Frame, frameOf } from './mix.js';
import { median, promise } from './report.js';

const ROUNDS = 15;
const WARM_UP_ROUNDS = 5;
/** Short lists are repeated until a round is long enough to time. */
const LEAST_FRAMES = 4000;
const LIMIT = 1.3;
/** Recognised, not parsed. */
const SKIPPED_LIMIT = 0.3;

const bookOnly = /"bid1Size"|"ask1Size"|bookTicker|depthUpdate|orderbook|l2Book|"books|publicTrade|aggTrade/;
const wantedToo = /funding|markPrice|openInterest|lastPrice|volume24h/;

function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function ratioOf(given: readonly Frame[]): { readonly ratio: number; readonly micros: number; readonly bytes: number } {
  const times = Math.ceil(LEAST_FRAMES / given.length);
  const frames = Array.from({ length: times }, () => given).flat();
  const store = createMarketStore();
  const pipeline = createPipeline(
    { store, minNotionalUsd: 0, selection: { assets: 'all', watch: [] } },
    { record: () => undefined },
  );
  const whole = (): void => {
    for (const { adapter, text, context } of frames) {
      const parsed = adapter.parse(text, context);
      if (parsed.kind === 'records') for (const record of parsed.records) pipeline.record(record);
      pipeline.frame({ exchange: adapter.id, receivedAt: context.receivedAt });
    }
  };
  const bare = (): void => {
    for (const { text } of frames) JSON.parse(text);
  };
  const ratios: number[] = [];
  const costs: number[] = [];
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    const parseMs = cpuMs(bare);
    const wholeMs = cpuMs(whole);
    if (round < 0) continue;
    ratios.push(wholeMs / parseMs);
    costs.push((wholeMs * 1000) / frames.length);
  }
  const bytes = frames.reduce((sum, { text }) => sum + text.length, 0) / frames.length;
  return { ratio: median(ratios), micros: median(costs), bytes };
}

const minute = defaultMinute();
console.log('kind                                        a minute    bytes   µs each   × JSON.parse');
for (const kind of new Set(minute.map((frame) => frame.kind))) {
  const frames = minute.filter((frame) => frame.kind === kind);
  const { ratio, micros, bytes } = ratioOf(frames);
  const cells = [
    String(frames.length).padStart(8),
    bytes.toFixed(0).padStart(8),
    micros.toFixed(1).padStart(9),
    ratio.toFixed(2).padStart(14),
  ];
  console.log(`${kind.padEnd(44)}${cells.join(' ')}`);
}
const unasked = exchangeIds.flatMap((id) =>
  captured(id)
    .filter((text) => bookOnly.test(text) && !wantedToo.test(text))
    .map((text) => frameOf(id, 'unasked', text)),
);
promise('raw text to store, a minute of the default subscription', ratioOf(minute).ratio, LIMIT, '× JSON.parse');
promise('frames nobody asked for', ratioOf(unasked).ratio, SKIPPED_LIMIT, '× JSON.parse');
