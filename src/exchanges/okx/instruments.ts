// https://www.okx.com/docs-v5/en/#public-data-rest-api-get-instruments
import { clean } from '../../domain/decimal.js';
import { WireError } from '../../domain/errors.js';
import type { Instrument } from '../../domain/instrument.js';
import { printable } from '../../domain/text.js';
import { parseAnswer, unknownAnswer } from '../entries.js';
import { isObject, oneOf, optionalNumber, optionalPositive, optionalText, positive, symbol, text, type Wire } from '../wire.js';

const kinds = { linear: 'linear', inverse: 'inverse' } as const;

export function refuseError(answer: Wire): void {
  const code = answer['code'];
  if (code === undefined || code === '0' || code === 0) return;
  throw new WireError(`OKX answers ${printable(String(code), 20)}: ${printable(String(answer['msg']))}`);
}

// An answer, a bare list or a single entry; each entry says what it is.
function rows(body: string): readonly unknown[] {
  const wire = parseAnswer(body);
  if (Array.isArray(wire)) return wire;
  if (isObject(wire)) {
    refuseError(wire);
    if (Array.isArray(wire['data'])) return wire['data'];
    if (typeof wire['ctVal'] === 'string') return [wire];
  }
  throw unknownAnswer('a list of instruments', body);
}

// `baseCcy` and `quoteCcy` are empty for swaps: the id says both. Small coins have large contracts, never a multiplier.
function readInstrument(row: unknown): Instrument | undefined {
  if (!isObject(row) || typeof row['instType'] !== 'string') throw new WireError('not an instrument: no instType');
  // Dated futures, and the X-Perps that are listed among them.
  if (row['instType'] !== 'SWAP') return undefined;
  const instId = symbol(row, 'instId');
  const [base, quote] = instId.split('-');
  if (!base || !quote) throw new WireError(`instId: expected BASE-QUOTE-SWAP, found ${printable(instId, 40)}`);
  return {
    exchange: 'okx',
    symbol: instId,
    asset: base.toUpperCase(),
    quote: quote.toUpperCase(),
    kind: oneOf(row, 'ctType', kinds),
    contractSize: clean(positive(row, 'ctVal') * (optionalPositive(row, 'ctMult') ?? 1)),
    multiplier: 1,
    isTrading: text(row, 'state') === 'live',
    indexSymbol: optionalText(row, 'uly') ?? `${base}-${quote}`,
  };
}

type Limits = Pick<Instrument, 'fundingRateCap' | 'fundingRateFloor'>;

/** Rows of the funding-rate endpoint: what is listed is told by the other answer. */
function isFunding(row: unknown): row is Wire {
  return isObject(row) && 'fundingTime' in row;
}

function readLimits(row: Wire): Limits {
  const fundingRateCap = optionalNumber(row, 'maxFundingRate');
  const fundingRateFloor = optionalNumber(row, 'minFundingRate');
  return {
    ...(fundingRateCap === undefined ? {} : { fundingRateCap }),
    ...(fundingRateFloor === undefined ? {} : { fundingRateFloor }),
  };
}

export function parseInstruments(bodies: readonly string[]): readonly Instrument[] {
  const found = new Map<string, Instrument>();
  const limits = new Map<string, Limits>();
  for (const body of bodies) {
    let unread: WireError | undefined;
    let readCount = 0;
    for (const row of rows(body)) {
      try {
        const instrument = isFunding(row) ? undefined : readInstrument(row);
        if (instrument) found.set(instrument.symbol, instrument);
        if (isFunding(row)) limits.set(symbol(row, 'instId'), readLimits(row));
        readCount += 1;
      } catch (error) {
        if (!(error instanceof WireError)) throw error;
        unread = error;
      }
    }
    // A single broken row is left out; a list of nothing but broken rows is another answer.
    if (unread && readCount === 0) throw unread;
  }
  return [...found.values()].map((instrument) => ({ ...instrument, ...limits.get(instrument.symbol) }));
}
