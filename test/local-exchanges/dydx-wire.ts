// What the dYdX indexer lists here, and its contents written from the market.
import type { WireLiquidation } from './exchange.js';
import { type Market, marketAssets } from './market.js';
import { decimal } from './wire-text.js';

interface DydxMarket {
  readonly ticker: string;
  readonly asset?: string;
  readonly status: string;
  readonly isIsolated: boolean;
  readonly oraclePrice: number;
}

const others: readonly DydxMarket[] = [
  { ticker: 'GRT-USD', status: 'ACTIVE', isIsolated: false, oraclePrice: 0.06 },
  { ticker: 'EGLD-USD', status: 'ACTIVE', isIsolated: false, oraclePrice: 5 },
  {
    ticker: 'FARTCOIN,RAYDIUM,9BB6NFECJBCTNNLFKO2FQVQBQ8HHM13KCYYCDQBGPUMP-USD',
    status: 'ACTIVE',
    isIsolated: true,
    oraclePrice: 0.4,
  },
  { ticker: 'MATIC-USD', status: 'FINAL_SETTLEMENT', isIsolated: false, oraclePrice: 0.4 },
];

export const dydxMarkets: ReadonlyMap<string, DydxMarket> = new Map(
  [
    ...marketAssets.map((asset) => ({ ticker: `${asset}-USD`, asset, status: 'ACTIVE', isIsolated: false, oraclePrice: 0 })),
    // Thirteen more, so that the 33rd subscription of a channel can be tried.
    ...['APT', 'ARB', 'ATOM', 'CRV', 'ENA', 'ETC', 'FIL', 'ICP', 'INJ', 'OP', 'SEI', 'TIA', 'XLM'].map((name, place) => ({
      ticker: `${name}-USD`,
      status: 'ACTIVE',
      isIsolated: false,
      oraclePrice: 1 + place / 3,
    })),
    ...others,
  ].map((listed) => [listed.ticker, listed]),
);

/** One entry of `markets`, as in the snapshot and in REST. */
export function marketRow(market: Market, ticker: string): object {
  const listed = dydxMarkets.get(ticker);
  const quote = listed?.asset === undefined ? undefined : market.quote('dydx', listed.asset);
  const price = quote?.index ?? listed?.oraclePrice ?? 1;
  const openInterest = quote ? quote.openInterest : 20_000 / price;
  return {
    clobPairId: String([...dydxMarkets.keys()].indexOf(ticker)),
    ticker,
    status: listed?.status ?? 'ACTIVE',
    oraclePrice: decimal(price, 8),
    priceChange24H: decimal(price * (quote?.change24h ?? 0.01), 6),
    volume24H: (quote?.volumeUsd ?? 30_000).toFixed(4),
    trades24H: 6306,
    nextFundingRate: ((quote?.rate8h ?? 0) / 8).toFixed(17),
    initialMarginFraction: '0.02',
    maintenanceMarginFraction: '0.012',
    openInterest: openInterest.toFixed(4),
    atomicResolution: -10,
    quantumConversionExponent: -9,
    tickSize: '1',
    stepSize: '0.0001',
    stepBaseQuantums: 1000000,
    subticksPerTick: 100000,
    marketType: listed?.isIsolated ? 'ISOLATED' : 'CROSS',
    openInterestLowerCap: '0',
    openInterestUpperCap: '0',
    baseOpenInterest: openInterest.toFixed(4),
    defaultFundingRate1H: '0',
  };
}

export function marketsSnapshot(market: Market): object {
  return { markets: Object.fromEntries([...dydxMarkets.keys()].map((ticker) => [ticker, marketRow(market, ticker)])) };
}

const walked = [...dydxMarkets.values()].flatMap(({ ticker, asset }) => (asset === undefined ? [] : [{ ticker, asset }]));
/** Blocks come about once a second. */
const height = (): number => 66_622_979 + Math.floor(Date.now() / 1000) - 1_765_209_600;

/** Oracle prices come with every block, rates every 30 s; here both at once. */
export function marketsUpdate(market: Market): readonly object[] {
  const effectiveAt = new Date().toISOString();
  const oraclePrices = walked.map(({ ticker, asset }, marketId) => [
    ticker,
    { oraclePrice: decimal(market.quote('dydx', asset).index, 8), effectiveAt, effectiveAtHeight: String(height()), marketId },
  ]);
  const trading = walked.map(({ ticker, asset }, id) => {
    const quote = market.quote('dydx', asset);
    return [
      ticker,
      { id: String(id), nextFundingRate: (quote.rate8h / 8).toFixed(17), openInterest: quote.openInterest.toFixed(4) },
    ];
  });
  return [{ oraclePrices: Object.fromEntries(oraclePrices) }, { trading: Object.fromEntries(trading) }];
}

let eventNumber = 0;

/** First eight hex digits: the block. */
function eventId(time: number): string {
  eventNumber += 1;
  return `${Math.floor(time / 1000 - 1_700_000_000)
    .toString(16)
    .padStart(8, '0')}00000002${eventNumber.toString(16).padStart(8, '0')}`;
}

/** The side is the closing order's: SELL closes a long. */
export function liquidatedTrade({ side, price, size, time }: WireLiquidation): Readonly<Record<string, string>> {
  const createdAt = new Date(time).toISOString();
  return { id: eventId(time), size, price, side: side === 'long' ? 'SELL' : 'BUY', createdAt, type: 'LIQUIDATED' };
}

/** The same in every snapshot: a trade that has happened keeps its id. */
const twoHoursAgo = Date.now() - 7_200_000;

/** What a `v4_trades` snapshot holds when nothing was published: a trade and a liquidation of two hours ago. */
export function pastTrades(market: Market, ticker: string): readonly Readonly<Record<string, string>>[] {
  const listed = dydxMarkets.get(ticker);
  const price = decimal(listed?.asset === undefined ? (listed?.oraclePrice ?? 1) : market.quote('dydx', listed.asset).index, 6);
  const id = `${Math.floor(twoHoursAgo / 1000 - 1_700_000_000)
    .toString(16)
    .padStart(8, '0')}00000002`;
  const createdAt = new Date(twoHoursAgo).toISOString();
  return [
    { id: `${id}00000009`, side: 'BUY', size: '0.024', price, type: 'LIMIT', createdAt, createdAtHeight: '45487245' },
    { id: `${id}00000005`, side: 'SELL', size: '0.5', price, type: 'LIQUIDATED', createdAt, createdAtHeight: '45487245' },
  ];
}
