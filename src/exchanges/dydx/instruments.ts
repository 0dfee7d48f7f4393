// https://docs.dydx.xyz/indexer-client/http (perpetual markets)
import { WireError } from '../../domain/errors.js';
import type { Instrument } from '../../domain/instrument.js';
import { printable } from '../../domain/text.js';
import { parseAnswer } from '../entries.js';
import { isObject, isSymbol, type Wire } from '../wire.js';

/** Settled by the "funding-tick" epoch of 3 600 s; no answer repeats it. */
export const FUNDING_INTERVAL_HOURS = 1;

/** `NAME,RAYDIUM,<address>-USD`: permissionless listings carry where the token lives. The quote is after the last dash. */
function splitTicker(ticker: string): { asset: string; quote: string } | undefined {
  const dash = ticker.lastIndexOf('-');
  const [name = ''] = ticker.slice(0, dash).split(',');
  const quote = ticker.slice(dash + 1);
  return dash > 0 && name !== '' && quote !== '' ? { asset: name.toUpperCase(), quote } : undefined;
}

/** Only an order of importance: a market without a readable volume comes last. */
function volume(market: Wire): number {
  const value = Number(market['volume24H'] ?? 0);
  return value > 0 ? value : 0;
}

function parseMarkets(markets: Wire): readonly { instrument: Instrument; volume: number }[] {
  return Object.entries(markets).flatMap(([key, market]) => {
    if (!isObject(market)) return [];
    const symbol = market['ticker'] ?? key;
    const parts = isSymbol(symbol) ? splitTicker(symbol) : undefined;
    if (!isSymbol(symbol) || parts === undefined) return [];
    const instrument: Instrument = {
      exchange: 'dydx',
      symbol,
      asset: parts.asset,
      quote: parts.quote,
      kind: 'linear',
      contractSize: 1,
      multiplier: 1,
      fundingIntervalHours: FUNDING_INTERVAL_HOURS,
      // Settled markets stay in the list for ever; a row cut down to its name is one that trades.
      isTrading: (market['status'] ?? 'ACTIVE') === 'ACTIVE',
    };
    return [{ instrument, volume: volume(market) }];
  });
}

/** Busiest first: what `connections` follows trades of when there are more markets than room. */
export function parseInstruments(bodies: readonly string[]): readonly Instrument[] {
  const rows = bodies.flatMap((body) => {
    const answer = parseAnswer(body);
    if (!isObject(answer) || !isObject(answer['markets'])) {
      throw new WireError(`answer lists no perpetual markets: ${printable(body, 80)}`);
    }
    return parseMarkets(answer['markets']);
  });
  return rows.sort((one, other) => other.volume - one.volume).map(({ instrument }) => instrument);
}
