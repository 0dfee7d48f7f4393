// What Binance lists here: the market's assets, everything the recordings hold, and the kinds a client must leave out.
import { marketAssets } from './market.js';
import { forceOrderRows } from './recordings.js';

export interface BinanceSymbol {
  readonly symbol: string;
  readonly family: 'UM' | 'CM';
  readonly base: string;
  readonly quote: string;
  readonly contractType: string;
  readonly status: string;
  /** USD of one contract; COIN-M only. */
  readonly contractSize?: number;
  /** Of the walk behind it. */
  readonly asset?: string;
  /** Coins of the asset in one unit of the base. */
  readonly multiplier: number;
  /** As `fundingInfo` tells; symbols it leaves out are on the default of 8. */
  readonly intervalHours?: number;
}

const multipliers: Readonly<Record<string, string>> = { PEPE: '1000PEPE' };
const adjusted: Readonly<Record<string, number>> = {
  HYPEUSDT: 4,
  TRUMPUSDT: 4,
  '1000PEPEUSDT': 8,
  ALGOUSDT: 4,
  SUIUSDT: 8,
  NEARUSDT: 1,
};

function usdMargined(symbol: string): BinanceSymbol {
  const [, base = '', quote = '', expiry] = /^(.+?)(USDT|USDC)(?:_(\d{6}))?$/.exec(symbol) ?? [];
  const asset = marketAssets.find((name) => (multipliers[name] ?? name) === base);
  return {
    symbol,
    family: 'UM',
    base,
    quote,
    contractType: expiry === undefined ? 'PERPETUAL' : 'CURRENT_QUARTER',
    status: 'TRADING',
    multiplier: base.startsWith('1000') ? 1000 : 1,
    ...(asset === undefined ? {} : { asset }),
    ...(adjusted[symbol] === undefined ? {} : { intervalHours: adjusted[symbol] }),
  };
}

function coinMargined(base: string, contractSize: number, suffix = 'PERP'): BinanceSymbol {
  return {
    symbol: `${base}USD_${suffix}`,
    family: 'CM',
    base,
    quote: 'USD',
    contractType: suffix === 'PERP' ? 'PERPETUAL' : 'CURRENT_QUARTER',
    status: 'TRADING',
    contractSize,
    asset: base,
    multiplier: 1,
  };
}

function list(): readonly BinanceSymbol[] {
  const names = new Set([
    ...marketAssets.map((asset) => `${multipliers[asset] ?? asset}USDT`),
    'BTCUSDC',
    'ETHUSDC',
    'BTCUSDT_261225',
    ...forceOrderRows().map(({ symbol }) => symbol),
    // Of the captured frames.
    ...['MANTAUSDT', 'RAYSOLUSDT', 'BLZUSDT', 'CTSIUSDT'],
  ]);
  return [
    ...[...names].map(usdMargined),
    { ...usdMargined('TSLAUSDT'), contractType: 'TRADIFI_PERPETUAL' },
    { ...usdMargined('FTTUSDT'), status: 'SETTLING' },
    coinMargined('BTC', 100),
    ...['ETH', 'SOL', 'XRP', 'DOGE', 'BNB', 'LINK'].map((base) => coinMargined(base, 10)),
    coinMargined('BTC', 100, '261225'),
  ];
}

export const binanceSymbols: ReadonlyMap<string, BinanceSymbol> = new Map(list().map((entry) => [entry.symbol, entry]));
