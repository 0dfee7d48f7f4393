import { WireError } from '../../domain/errors.js';
import type { Instrument } from '../../domain/instrument.js';
import { printable } from '../../domain/text.js';
import type { InstrumentSource } from '../adapter.js';
import { parseAnswer, unknownAnswer } from '../entries.js';
import * as wire from '../wire.js';

/** Funding accrues all the time; its rates are stated per 8 hours. */
export const FUNDING_BASIS_HOURS = 8;

const PERPETUAL = '-PERPETUAL';
const KINDS = { reversed: 'inverse', linear: 'linear' } as const;

export function isPerpetualSymbol(symbol: string): boolean {
  return symbol.endsWith(PERPETUAL);
}

/** `undefined` for what is no perpetual; throws on a broken row. */
function readInstrument(row: wire.Wire): Instrument | undefined {
  const symbol = wire.symbol(row, 'instrument_name');
  const kind = wire.optionalText(row, 'kind') ?? 'future';
  if (kind !== 'future' || !isPerpetualSymbol(symbol)) return undefined;
  const key = row['instrument_type'] === undefined ? 'future_type' : 'instrument_type';
  return {
    exchange: 'deribit',
    symbol,
    asset: wire.symbol(row, 'base_currency').toUpperCase(),
    quote: wire.symbol(row, 'quote_currency').toUpperCase(),
    kind: wire.oneOf(row, key, KINDS),
    // `amount` and open interest are USD or coins already; `contract_size` belongs to `contracts`, which is not read.
    contractSize: 1,
    multiplier: 1,
    fundingIntervalHours: FUNDING_BASIS_HOURS,
    isTrading: row['is_active'] !== false,
  };
}

/** The rows of an answer of `method`; the exchange's own error body is a `WireError` in its words. */
export function readAnswer(body: string, method: string): readonly unknown[] {
  const answer = parseAnswer(body);
  if (wire.isObject(answer)) {
    if (wire.isObject(answer['error'])) throw new WireError(`deribit says: ${errorText(answer['error'])}`);
    if (Array.isArray(answer['result'])) return answer['result'];
  }
  throw unknownAnswer(method, body);
}

/** `too_many_requests (code 10028)`, with what the exchange adds to it. */
export function errorText(error: wire.Wire): string {
  const message = typeof error['message'] === 'string' ? error['message'] : 'no reason given';
  const data = error['data'];
  const detail = wire.isObject(data) && typeof data['reason'] === 'string' ? `: ${data['reason']}` : '';
  return printable(`${message}${detail} (code ${String(error['code'])})`);
}

function parseInstruments(bodies: readonly string[]): readonly Instrument[] {
  const instruments: Instrument[] = [];
  for (const body of bodies) {
    for (const row of readAnswer(body, 'get_instruments')) {
      try {
        const instrument = readInstrument(wire.object(row, 'instrument'));
        if (instrument) instruments.push(instrument);
      } catch (error) {
        // A broken row is left out: the others stand.
        if (!(error instanceof WireError)) throw error;
      }
    }
  }
  return instruments;
}

export const instrumentSource: InstrumentSource = {
  // `any`, because `currency` means the settlement currency: linear BTC perpetuals would be missing under BTC.
  requests: [{ url: 'https://www.deribit.com/api/v2/public/get_instruments?currency=any&kind=future&expired=false', weight: 1 }],
  parse: parseInstruments,
  refreshMs: 900_000,
};
