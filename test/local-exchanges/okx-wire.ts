// What OKX lists here, and its frames written from the market.
import type { Delivery, WireLiquidation } from './exchange.js';
import { type Market, marketAssets, nextFundingTime } from './market.js';
import { decimal, rate } from './wire-text.js';

export interface OkxInstrument {
  readonly instId: string;
  readonly instType: 'SWAP' | 'FUTURES';
  readonly family: string;
  readonly base: string;
  readonly quote: string;
  readonly isInverse: boolean;
  /** Linear: coins; inverse: USD. */
  readonly ctVal: number;
  readonly asset?: string;
  readonly category: number;
  readonly state: string;
}

/** Face values of the linear swaps, as the exchange's instrument list gave them in 2026. */
const contractValues: Readonly<Record<string, number>> = {
  ...{ BTC: 0.01, ETH: 0.1, SOL: 1, XRP: 100, DOGE: 1000, BNB: 0.01, ADA: 100, AVAX: 1, LINK: 1, LTC: 1 },
  ...{ BCH: 0.1, DOT: 1, UNI: 1, NEAR: 10, ALGO: 10, TRX: 1000, TRUMP: 0.1, HYPE: 0.1, SUI: 1, PEPE: 10_000_000 },
  // Of the recorded liquidations and the captured frames.
  ...{ XAU: 0.001, ARB: 10, CL: 0.1, FIL: 0.1, ZEC: 0.01, CRV: 1, ASTER: 1, WNCG: 1, CELO: 1, MINA: 1, IOST: 1000 },
};
const commodities = ['XAU', 'CL'];
const intervals: Readonly<Record<string, number>> = { HYPE: 4, TRUMP: 4, NEAR: 2 };

export function intervalHours({ base }: OkxInstrument): number {
  return intervals[base] ?? 8;
}

function swap(base: string, quote: string, ctVal: number): OkxInstrument {
  const family = `${base}-${quote}`;
  return {
    instId: `${family}-SWAP`,
    instType: 'SWAP',
    family,
    base,
    quote,
    isInverse: quote === 'USD',
    ctVal,
    ...(marketAssets.some((asset) => asset === base) ? { asset: base } : {}),
    category: commodities.includes(base) ? 4 : 1,
    state: 'live',
  };
}

function list(): readonly OkxInstrument[] {
  return [
    ...Object.entries(contractValues).map(([base, ctVal]) => swap(base, 'USDT', ctVal)),
    swap('BTC', 'USD', 100),
    swap('ETH', 'USD', 10),
    { ...swap('NEWCOIN', 'USDT', 1), state: 'preopen' },
    { ...swap('BTC', 'USDT', 0.01), instId: 'BTC-USDT-261225', instType: 'FUTURES' },
  ];
}

export const okxInstruments: ReadonlyMap<string, OkxInstrument> = new Map(list().map((entry) => [entry.instId, entry]));
/** `BTC-USDT` …: what `index-tickers` takes. */
export const okxIndexes: ReadonlyMap<string, OkxInstrument> = new Map(
  [...okxInstruments.values()].map((listed) => [listed.family, listed]),
);

type Fields = Readonly<Record<string, string>>;

export function fundingRate(market: Market, listed: OkxInstrument): Fields | undefined {
  if (listed.asset === undefined) return undefined;
  const hours = intervalHours(listed);
  const stated = (market.quote('okx', listed.asset).rate8h * hours) / 8;
  const next = nextFundingTime(hours);
  return {
    formulaType: 'withRate',
    fundingRate: rate(stated, 16),
    fundingTime: String(next),
    impactValue: '10000.0000000000000000',
    instId: listed.instId,
    instType: listed.instType,
    interestRate: '0.0001000000000000',
    maxFundingRate: '0.00375',
    method: 'current_period',
    minFundingRate: '-0.00375',
    nextFundingRate: '',
    nextFundingTime: String(next + hours * 3_600_000),
    premium: rate(stated, 16),
    prevFundingTime: String(next - hours * 3_600_000),
    settFundingRate: rate(stated * 0.9, 16),
    settState: 'settled',
    ts: String(Date.now()),
  };
}

export function markPrice(market: Market, listed: OkxInstrument): Fields | undefined {
  if (listed.asset === undefined) return undefined;
  const { mark } = market.quote('okx', listed.asset);
  return { instId: listed.instId, instType: listed.instType, markPx: decimal(mark, 8), ts: String(Date.now()) };
}

export function openInterest(market: Market, listed: OkxInstrument): Fields | undefined {
  if (listed.asset === undefined) return undefined;
  const quote = market.quote('okx', listed.asset);
  const coins = quote.openInterest * (listed.isInverse ? 0.15 : 1);
  const usd = coins * quote.mark;
  const oi = (listed.isInverse ? usd : coins) / listed.ctVal;
  const { instId, instType } = listed;
  return { instId, instType, oi: oi.toFixed(8), oiCcy: coins.toFixed(10), oiUsd: usd.toFixed(12), ts: String(Date.now()) };
}

export function ticker(market: Market, listed: OkxInstrument): Fields | undefined {
  if (listed.asset === undefined) return undefined;
  const quote = market.quote('okx', listed.asset);
  const usd = quote.volumeUsd * (listed.isInverse ? 0.1 : 1);
  const coins = usd / quote.mark;
  const contracts = (listed.isInverse ? usd : coins) / listed.ctVal;
  const last = decimal(quote.last, 7);
  return {
    instType: listed.instType,
    instId: listed.instId,
    last,
    lastSz: '1',
    askPx: last,
    askSz: '10',
    bidPx: last,
    bidSz: '10',
    open24h: decimal(quote.last / (1 + quote.change24h), 7),
    high24h: decimal(quote.last * 1.02, 7),
    low24h: decimal(quote.last * 0.97, 7),
    sodUtc0: last,
    sodUtc8: last,
    volCcy24h: coins.toFixed(4),
    vol24h: contracts.toFixed(2),
    ts: String(Date.now()),
  };
}

export function indexTicker(market: Market, indexId: string): Fields | undefined {
  const asset = okxIndexes.get(indexId)?.asset;
  if (asset === undefined) return undefined;
  const idxPx = decimal(market.quote('okx', asset).index, 7);
  const same = { open24h: idxPx, high24h: idxPx, low24h: idxPx, sodUtc0: idxPx, sodUtc8: idxPx };
  return { instId: indexId, idxPx, ...same, ts: String(Date.now()) };
}

const channels = {
  'funding-rate': fundingRate,
  'mark-price': markPrice,
  'open-interest': openInterest,
  tickers: ticker,
} as const;

/** A topic is `channel:instId`, or `channel:instType` where the channel takes no instrument. */
export function channelFrame(market: Market, topic: string): Delivery | undefined {
  const [channel = '', id = ''] = topic.split(':');
  const listed = okxInstruments.get(id);
  const write = Object.entries(channels).find(([name]) => name === channel)?.[1];
  const data = channel === 'index-tickers' ? indexTicker(market, id) : listed && write?.(market, listed);
  return data && { topic, text: JSON.stringify({ arg: { channel, instId: id }, data: [data] }) };
}

export function liquidationOrder(event: WireLiquidation): Delivery {
  const family = event.symbol.replace(/-SWAP$/, '');
  const detail = {
    bkLoss: '0',
    bkPx: event.price,
    ccy: '',
    posSide: event.side,
    side: event.side === 'long' ? 'sell' : 'buy',
    sz: event.size,
    ts: String(event.time),
  };
  const data = [{ details: [detail], instFamily: family, instId: event.symbol, instType: 'SWAP', uly: family }];
  const topic = 'liquidation-orders:SWAP';
  return { topic, text: JSON.stringify({ arg: { channel: 'liquidation-orders', instType: 'SWAP' }, data }) };
}
