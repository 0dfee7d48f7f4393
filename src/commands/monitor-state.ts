// What a running monitor tells other programs of itself: small enough to be written every two seconds.
import * as v from 'valibot';
import { exchangeIds } from '../domain/instrument.js';
import { connectionStates } from '../domain/record.js';
import type { FundingRow, MarketSnapshot } from '../market/snapshot.js';

const exchange = v.picklist(exchangeIds);
const finite = v.pipe(v.number(), v.finite());
const quoted = v.object({ exchange, symbol: v.string(), rate8h: finite });

const schema = v.object({
  pid: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** When it was written, epoch ms. */
  time: finite,
  isDemo: v.boolean(),
  /** The one on the screen; empty before there is any. */
  asset: v.string(),
  /** Of that asset, over rows that are fresh: the lowest and the highest rate per 8 h. */
  rates: v.optional(v.object({ lowest: quoted, highest: quoted })),
  /** The largest spread of which an alert stands. */
  spread: v.optional(v.object({ asset: v.string(), long: exchange, short: exchange, spread8h: finite })),
  /** The newest liquidation of that tier. */
  critical: v.optional(
    v.object({ time: finite, exchange, asset: v.string(), side: v.picklist(['long', 'short']), notionalUsd: finite }),
  ),
  feeds: v.array(v.object({ exchange, state: v.picklist(connectionStates) })),
});

export type MonitorState = v.InferOutput<typeof schema>;
/** The state without who wrote it, and when. */
export type ShownState = Omit<MonitorState, 'pid' | 'time'>;

/** `undefined` for what no monitor of this version has written. */
export function parseState(text: string): MonitorState | undefined {
  try {
    const result = v.safeParse(schema, JSON.parse(text));
    return result.success ? result.output : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** `chosen`: the asset the reader chose; absent, the most traded one is on the screen. */
export function stateOf(snapshot: MarketSnapshot, chosen: string | undefined, isDemo: boolean): ShownState {
  const asset = chosen ?? snapshot.assets[0]?.asset ?? '';
  const rates = ratesOf(snapshot.funding.get(asset) ?? []);
  const spread = spreadOf(snapshot);
  const critical = snapshot.liquidations.find(({ tier }) => tier === 'CRITICAL')?.liquidation;
  return {
    isDemo,
    asset,
    ...(rates === undefined ? {} : { rates }),
    ...(spread === undefined ? {} : { spread }),
    ...(critical === undefined
      ? {}
      : {
          critical: {
            time: critical.time,
            exchange: critical.exchange,
            asset: critical.asset,
            side: critical.side,
            notionalUsd: critical.notionalUsd,
          },
        }),
    feeds: snapshot.feeds.map(({ exchange, state }) => ({ exchange, state })),
  };
}

function ratesOf(rows: readonly FundingRow[]): ShownState['rates'] {
  const known = rows
    .flatMap(({ exchange, symbol, rate8h, isStale }) => (rate8h === undefined || isStale ? [] : [{ exchange, symbol, rate8h }]))
    .sort((a, b) => a.rate8h - b.rate8h);
  const [lowest] = known;
  const highest = known.at(-1);
  return lowest && highest && { lowest, highest };
}

function spreadOf({ arbitrage }: MarketSnapshot): ShownState['spread'] {
  const standing = arbitrage.filter(({ raisedTime }) => raisedTime !== undefined);
  const [widest] = standing.sort((a, b) => b.economics.spread8h - a.economics.spread8h);
  if (widest === undefined) return undefined;
  const { asset, long, short, economics } = widest;
  return { asset, long: long.exchange, short: short.exchange, spread8h: economics.spread8h };
}
