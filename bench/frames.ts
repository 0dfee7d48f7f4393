// From raw text to record in the store, against JSON.parse of the same frames, in turn in one run.
import { readFileSync } from 'node:fs';
import { createPipeline } from '../src/commands/session.js';
import { type ExchangeId, exchangeIds, indexInstruments } from '../src/domain/instrument.js';
import type { ExchangeAdapter, ParseContext } from '../src/exchanges/adapter.js';
import { adapters } from '../src/exchanges/registry.js';
import { shippedInstruments } from '../src/exchanges/shipped.js';
import { createDemoFeed } from '../src/feed/demo.js';
import { createMarketStore } from '../src/market/store.js';
import { createFakeClock } from '../test/support/fake-clock.js';
import { median, promise } from './report.js';

const ROUNDS = 15;
const DEMO_SECONDS = 60;
const LIMIT = 1.3;

interface Frame {
  readonly adapter: ExchangeAdapter;
  readonly text: string;
  readonly context: ParseContext;
}

/** The demo's minute, as its adapters received it: mark prices, tickers, contexts and liquidations of six exchanges. */
async function demoFrames(): Promise<readonly Frame[]> {
  const frames: Frame[] = [];
  const listening = Object.fromEntries(
    exchangeIds.map((id) => {
      const adapter = adapters[id];
      const parse: ExchangeAdapter['parse'] = (text, context) => {
        frames.push({ adapter, text, context });
        return adapter.parse(text, context);
      };
      return [id, { ...adapter, parse }];
    }),
  ) as Record<ExchangeId, ExchangeAdapter>;
  const clock = createFakeClock();
  const feed = createDemoFeed({ clock, seed: 1, exchanges: exchangeIds, adapters: listening });
  feed.start({ record: () => undefined, frame: () => undefined });
  clock.advance(DEMO_SECONDS * 1000);
  await feed.stop();
  return frames;
}

/** Every frame that was captured from the exchanges, each as often as its share of a busy minute asks. */
function capturedFrames(times: number, wanted: (line: { raw: unknown }, text: string) => boolean): readonly Frame[] {
  const receivedAt = 1_790_000_000_000;
  return exchangeIds.flatMap((id) => {
    const context = { receivedAt, instruments: indexInstruments(shippedInstruments(id)) };
    const lines = readFileSync(`test/fixtures/${id}.jsonl`, 'utf8').trim().split('\n');
    return lines.flatMap((line) => {
      const { raw } = JSON.parse(line) as { raw: unknown };
      const text = typeof raw === 'string' ? raw : JSON.stringify(raw);
      if (!text.startsWith('{') || !wanted({ raw }, text)) return [];
      return Array.from({ length: times }, () => ({ adapter: adapters[id], text, context }));
    });
  });
}

function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function measure(name: string, frames: readonly Frame[], limit: number | undefined): void {
  const store = createMarketStore();
  const pipeline = createPipeline(store, 0, { record: () => undefined });
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
  for (let warmUp = 0; warmUp < 5; warmUp++) {
    whole();
    bare();
  }
  const ratios: number[] = [];
  const costs: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const parseMs = cpuMs(bare);
    const wholeMs = cpuMs(whole);
    ratios.push(wholeMs / parseMs);
    costs.push((wholeMs * 1000) / frames.length);
  }
  const bytes = frames.reduce((sum, { text }) => sum + text.length, 0);
  console.log(
    `${name}: ${frames.length} frames, ${(bytes / frames.length).toFixed(0)} bytes each, ${median(costs).toFixed(1)} µs each`,
  );
  if (limit === undefined) console.log(`        ${median(ratios).toFixed(2)} × JSON.parse`);
  else promise(`raw text to store, ${name}`, median(ratios), limit, '× JSON.parse');
}

const demo = await demoFrames();
const bookOnly = /"bid1Size"|"ask1Size"|bookTicker|depthUpdate|orderbook|l2Book|"books|publicTrade|aggTrade/;
const noise = capturedFrames(20, (_, text) => bookOnly.test(text) && !/funding|markPrice|openInterest/.test(text));
const captured = capturedFrames(20, () => true);
for (const id of exchangeIds)
  measure(
    `${id}, demo`,
    demo.filter(({ adapter }) => adapter.id === id),
    undefined,
  );
measure('frames nobody asked for', noise, undefined);
measure('everything captured', captured, LIMIT);
measure('the demo and what was captured', [...demo, ...captured], LIMIT);
