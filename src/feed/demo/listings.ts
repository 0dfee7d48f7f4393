// Which exchange lists what, as its own lists would tell it.
import type { ExchangeId } from '../../domain/instrument.js';
import { type DemoAsset, demoAssets } from './assets.js';

export interface Listing {
  readonly exchange: ExchangeId;
  readonly symbol: string;
  readonly asset: DemoAsset;
  /** Base coin as the exchange writes it: `1000PEPE`, `kPEPE`. */
  readonly base: string;
  readonly quote: 'USDT' | 'USDC' | 'USD';
  readonly isInverse: boolean;
  /** Coins of the asset in one unit of `base`. */
  readonly multiplier: number;
  /** As the exchange lists it: units of `base`, USD where inverse. */
  readonly contractSize: number;
  readonly intervalHours: number;
  /** Of the asset's open interest and volume. */
  readonly share: number;
}

type Row = readonly [name: string, intervalHours?: number, base?: string, multiplier?: number];

const assetByName = new Map(demoAssets.map((asset) => [asset.name, asset]));

interface Shape {
  readonly exchange: ExchangeId;
  readonly share: number;
  readonly quote: Listing['quote'];
  readonly intervalHours: number;
  readonly symbol: (base: string) => string;
  readonly isInverse?: boolean;
  readonly contractSize?: (asset: DemoAsset) => number;
}

function list(shape: Shape, rows: readonly Row[]): readonly Listing[] {
  return rows.flatMap(([name, intervalHours = shape.intervalHours, base = name, multiplier = 1]) => {
    const asset = assetByName.get(name);
    if (!asset) return [];
    const { exchange, share, quote, isInverse = false } = shape;
    const contractSize = shape.contractSize?.(asset) ?? 1;
    return [
      { exchange, symbol: shape.symbol(base), asset, base, quote, isInverse, multiplier, contractSize, intervalHours, share },
    ];
  });
}

/** Shorthand for rows with nothing special. */
function plain(names: string): readonly Row[] {
  return names.split(' ').map((name) => [name] as const);
}

/** Coins in one contract on OKX. */
const okxContracts: Readonly<Record<string, number>> = {
  BTC: 0.01,
  ETH: 0.1,
  SOL: 1,
  XRP: 100,
  DOGE: 1000,
  BNB: 0.01,
  HYPE: 0.1,
  SUI: 1,
  ADA: 100,
  PEPE: 10_000_000,
  LINK: 1,
  AVAX: 1,
  LTC: 1,
  BCH: 0.1,
  ENA: 10,
  AAVE: 0.1,
  NEAR: 10,
  TRUMP: 0.1,
  FARTCOIN: 1,
  WIF: 1,
  SHIB: 1_000_000,
  ARB: 10,
  OP: 1,
  TIA: 1,
};

const usdPerContract = ({ name }: DemoAsset): number => (name === 'BTC' ? 100 : 10);

export const demoListings: readonly Listing[] = [
  ...list({ exchange: 'binance', share: 0.36, quote: 'USDT', intervalHours: 8, symbol: (base) => `${base}USDT` }, [
    ...plain('BTC ETH SOL XRP DOGE BNB ADA LINK AVAX LTC BCH AAVE NEAR ARB OP'),
    ['HYPE', 4],
    ['SUI', 4],
    ['ENA', 4],
    ['WIF', 4],
    ['TIA', 4],
    ['TRUMP', 1],
    ['FARTCOIN', 1],
    ['PEPE', 8, '1000PEPE', 1000],
    ['SHIB', 8, '1000SHIB', 1000],
  ]),
  ...list(
    { exchange: 'binance', share: 0.03, quote: 'USDC', intervalHours: 8, symbol: (base) => `${base}USDC` },
    plain('BTC ETH'),
  ),
  ...list(
    {
      exchange: 'binance',
      share: 0.02,
      quote: 'USD',
      intervalHours: 8,
      isInverse: true,
      symbol: (base) => `${base}USD_PERP`,
      contractSize: usdPerContract,
    },
    plain('BTC ETH'),
  ),
  ...list({ exchange: 'bybit', share: 0.24, quote: 'USDT', intervalHours: 8, symbol: (base) => `${base}USDT` }, [
    ...plain('BTC ETH SOL XRP DOGE BNB ADA LINK AVAX LTC BCH AAVE SUI OP'),
    ['HYPE', 4],
    ['ENA', 4],
    ['WIF', 4],
    ['ARB', 4],
    ['TIA', 2],
    ['FARTCOIN', 1],
    ['PEPE', 4, '1000PEPE', 1000],
    ['SHIB', 8, 'SHIB1000', 1000],
  ]),
  ...list({ exchange: 'bybit', share: 0.01, quote: 'USDC', intervalHours: 8, symbol: (base) => `${base}PERP` }, plain('BTC SOL')),
  ...list(
    { exchange: 'bybit', share: 0.02, quote: 'USD', intervalHours: 8, isInverse: true, symbol: (base) => `${base}USD` },
    plain('BTC ETH'),
  ),
  ...list(
    {
      exchange: 'okx',
      share: 0.19,
      quote: 'USDT',
      intervalHours: 8,
      symbol: (base) => `${base}-USDT-SWAP`,
      contractSize: ({ name }) => okxContracts[name] ?? 1,
    },
    [
      ...plain('BTC ETH SOL XRP DOGE BNB ADA LINK AVAX LTC BCH AAVE NEAR SUI SHIB PEPE'),
      ['HYPE', 4],
      ['ENA', 4],
      ['WIF', 4],
      ['ARB', 4],
      ['TRUMP', 4],
      ['FARTCOIN', 2],
    ],
  ),
  ...list(
    {
      exchange: 'okx',
      share: 0.02,
      quote: 'USD',
      intervalHours: 8,
      isInverse: true,
      symbol: (base) => `${base}-USD-SWAP`,
      contractSize: usdPerContract,
    },
    plain('BTC ETH'),
  ),
  ...list(
    {
      exchange: 'deribit',
      share: 0.05,
      quote: 'USD',
      intervalHours: 8,
      isInverse: true,
      symbol: (base) => `${base}-PERPETUAL`,
      contractSize: () => 10,
    },
    plain('BTC ETH'),
  ),
  ...list(
    { exchange: 'deribit', share: 0.01, quote: 'USDC', intervalHours: 8, symbol: (base) => `${base}_USDC-PERPETUAL` },
    plain('BTC ETH SOL XRP DOGE ADA LINK AVAX LTC BNB TRUMP'),
  ),
  ...list({ exchange: 'hyperliquid', share: 0.13, quote: 'USD', intervalHours: 1, symbol: (base) => base }, [
    ...plain('BTC ETH SOL AVAX BNB OP LTC ARB DOGE SUI LINK XRP BCH AAVE ADA NEAR TIA ENA WIF HYPE FARTCOIN TRUMP'),
    ['PEPE', 1, 'kPEPE', 1000],
    ['SHIB', 1, 'kSHIB', 1000],
  ]),
  ...list(
    { exchange: 'dydx', share: 0.02, quote: 'USD', intervalHours: 1, symbol: (base) => `${base}-USD` },
    plain('BTC ETH SOL XRP DOGE ADA LINK AVAX LTC BCH PEPE SUI ARB OP NEAR TIA WIF AAVE SHIB HYPE'),
  ),
];
