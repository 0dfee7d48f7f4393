// https://bybit-exchange.github.io/docs/v5/market/instrument
import { WireError } from '../../domain/errors.js';
import type { Instrument } from '../../domain/instrument.js';
import { printable } from '../../domain/text.js';
import type { HttpRequest } from '../adapter.js';
import { splitMultiplier } from '../asset.js';
import { parseAnswer, unknownAnswer } from '../entries.js';
import { isObject, list, object, oneOf, optionalNumber, optionalPositive, symbol, text, type Wire } from '../wire.js';

/** `1000PEPE`, `10000SATS`, `1000000BABYDOGE`, and at the end in `SHIB1000`. */
const MULTIPLIER = /^10{3,}(?=[A-Z])|(?<=^[A-Z]+)10{3,}$/;

const kinds = { LinearPerpetual: 'linear', InversePerpetual: 'inverse' } as const;

const MINUTES_PER_HOUR = 60;

// An answer, its `result`, a bare list or a single entry; each says what it is.
function rows(body: string): readonly unknown[] {
  const wire = parseAnswer(body);
  if (Array.isArray(wire)) return wire;
  const answer = object(wire, 'answer');
  refuseError(answer);
  const result = isObject(answer['result']) ? answer['result'] : answer;
  if (Array.isArray(result['list'])) return list(result, 'list');
  if (typeof result['contractType'] === 'string') return [result];
  throw unknownAnswer('a list of instruments', body);
}

export function refuseError(answer: Wire): void {
  const code = answer['retCode'];
  if (code === undefined || code === 0) return;
  throw new WireError(`Bybit answers ${printable(String(code), 20)}: ${printable(String(answer['retMsg']))}`);
}

function readInstrument(row: unknown): Instrument | undefined {
  if (!isObject(row) || typeof row['contractType'] !== 'string') {
    throw new WireError('not an instrument: no contractType');
  }
  if (!Object.hasOwn(kinds, row['contractType'])) return undefined;
  const { asset, multiplier } = splitMultiplier(symbol(row, 'baseCoin'), MULTIPLIER);
  const minutes = optionalPositive(row, 'fundingInterval');
  const fundingRateCap = optionalNumber(row, 'upperFundingRate');
  const fundingRateFloor = optionalNumber(row, 'lowerFundingRate');
  return {
    exchange: 'bybit',
    symbol: symbol(row, 'symbol'),
    asset,
    quote: symbol(row, 'quoteCoin'),
    kind: oneOf(row, 'contractType', kinds),
    // Linear quantities are base coins, inverse ones US dollars: a contract is one of them.
    contractSize: 1,
    multiplier,
    ...(minutes === undefined ? {} : { fundingIntervalHours: minutes / MINUTES_PER_HOUR }),
    ...(fundingRateCap === undefined ? {} : { fundingRateCap }),
    ...(fundingRateFloor === undefined ? {} : { fundingRateFloor }),
    isTrading: text(row, 'status') === 'Trading',
  };
}

export function parseInstruments(bodies: readonly string[]): readonly Instrument[] {
  const found = new Map<string, Instrument>();
  for (const body of bodies) {
    const all = rows(body);
    let unread: WireError | undefined;
    let readCount = 0;
    for (const row of all) {
      try {
        const instrument = readInstrument(row);
        if (instrument) found.set(instrument.symbol, instrument);
        readCount += 1;
      } catch (error) {
        if (!(error instanceof WireError)) throw error;
        unread = error;
      }
    }
    // A single broken row is left out; a list of nothing but broken rows is another answer.
    if (unread && readCount === 0) throw unread;
  }
  return [...found.values()];
}

/** The linear list is longer than one page may be without a limit; with it, a cursor says when there is more. */
export function nextPage(request: HttpRequest, body: string): HttpRequest | undefined {
  const answer = parseAnswer(body);
  const result = isObject(answer) ? answer['result'] : undefined;
  const cursor = isObject(result) ? result['nextPageCursor'] : undefined;
  if (typeof cursor !== 'string' || cursor === '') return undefined;
  // The cursor arrives percent-encoded and goes back as it came.
  const encoded = /^[\w.~%-]+$/.test(cursor) ? cursor : encodeURIComponent(cursor);
  const [first = request.url] = request.url.split('&cursor=');
  const url = `${first}&cursor=${encoded}`;
  return url === request.url ? undefined : { ...request, url };
}
