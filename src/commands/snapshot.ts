import type { Flags } from '../args.js';
import { FundmonError, UsageError } from '../domain/errors.js';
import type { ExchangeId } from '../domain/instrument.js';
import { fundingCsv, fundingJson, fundingTable, fundingText } from '../export.js';
import type { MarketStore } from '../market/store.js';
import { diagnose } from './diagnostics.js';
import { amountFlag } from './flag-values.js';
import { print } from './output.js';
import { createPipeline, openSession } from './session.js';

const DEFAULT_TIMEOUT_S = 15;
const POLL_MS = 100;
/** All exchanges have reported: how long no further instrument may appear before the table counts as whole. */
const SETTLED_MS = 1000;

/** Exit 0 with the table on stdout; 1 when no exchange answered. Exchanges that stayed silent are named on stderr. */
export async function snapshot(flags: Flags): Promise<number> {
  if (flags.json && flags.csv) throw new UsageError('--json and --csv exclude each other', { hint: 'choose one' });
  const timeoutMs = 1000 * amountFlag('timeout', 'SECONDS', flags.timeout ?? String(DEFAULT_TIMEOUT_S));
  const { store, feed, exchanges, minNotionalUsd } = await openSession(flags);
  const reasons = new Map<ExchangeId, string>();
  const pipeline = createPipeline(store, minNotionalUsd, {
    record: (record) => {
      if (record.type !== 'feed') return;
      if (record.reason === undefined) reasons.delete(record.exchange);
      else reasons.set(record.exchange, record.reason);
    },
  });
  feed.start(pipeline);
  const reported = await waitForTable(store, exchanges, timeoutMs);
  await feed.stop();
  const silent = exchanges
    .filter((exchange) => !reported.has(exchange))
    .map((exchange) => `${exchange}: ${reasons.get(exchange) ?? `no funding within ${timeoutMs / 1000} s`}`);
  if (reported.size === 0) {
    throw new FundmonError(`no exchange answered: ${silent.join('; ')}`, { hint: 'check the network, or raise --timeout' });
  }
  for (const words of silent) diagnose(flags.json === true, words);
  const rows = fundingTable(store.getSnapshot());
  await print(flags.json ? fundingJson(rows) : flags.csv ? fundingCsv(rows) : fundingText(rows));
  return 0;
}

/** The exchanges that told at least one funding rate: when all did and nothing more appears, or when the time is up. */
async function waitForTable(
  store: MarketStore,
  exchanges: readonly ExchangeId[],
  timeoutMs: number,
): Promise<ReadonlySet<ExchangeId>> {
  const startedAt = Date.now();
  let rowCount = 0;
  let grownAt = startedAt;
  for (;;) {
    const now = Date.now();
    store.flush(now);
    const rows = fundingTable(store.getSnapshot());
    if (rows.length !== rowCount) {
      rowCount = rows.length;
      grownAt = now;
    }
    const reported = new Set(rows.map((row) => row.exchange));
    const isWhole = exchanges.every((exchange) => reported.has(exchange)) && now - grownAt >= SETTLED_MS;
    if (isWhole || now - startedAt >= timeoutMs) return reported;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
