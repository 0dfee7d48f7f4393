// One labelled liquidation a line.
import * as v from 'valibot';
import { exchangeIds, type NativeSymbol } from '../../src/domain/instrument.js';
import { type Tier, tiers } from '../../src/domain/severity.js';
import type { Scene } from './replay.js';
import { type ClauseName, clauseNames } from './rubric.js';

export const CASES_FILE = 'eval/severity/cases.jsonl';

export interface EvalCase extends Scene {
  /** The recording, or the demo's seed. */
  readonly source: string;
  /** By the rubric, and which clause of it decided. */
  readonly tier: Tier;
  readonly clause: ClauseName;
  /** A quarter more or less in USD would be another tier. */
  readonly isBorderline: boolean;
}

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const number = v.pipe(v.number(), v.finite());
const exchange = v.picklist(exchangeIds);
const symbol = v.custom<NativeSymbol>((text) => typeof text === 'string' && text !== '', 'a symbol');
const known = { openInterestUsd: v.exactOptional(number), volume24hUsd: v.exactOptional(number) };

const schema = v.strictObject({
  source: v.string(),
  tier: v.picklist(tiers),
  clause: v.picklist(clauseNames),
  isBorderline: v.boolean(),
  liquidation: v.strictObject({
    type: v.literal('liquidation'),
    id: v.string(),
    exchange,
    symbol,
    asset: v.string(),
    quote: v.string(),
    time: count,
    receivedAt: count,
    side: v.picklist(['long', 'short']),
    price: number,
    size: number,
    notionalUsd: number,
  }),
  context: v.strictObject({
    usual: v.strictObject({ count, medianUsd: v.exactOptional(number), p95Usd: v.exactOptional(number) }),
    recent: v.strictObject({ windowMs: count, count, notionalUsd: number }),
    ...known,
  }),
  surroundings: v.strictObject({
    flows: v.array(v.strictObject({ windowMs: count, longCount: count, longUsd: number, shortCount: count, shortUsd: number })),
    byExchange: v.array(v.strictObject({ exchange, count, notionalUsd: number })),
    priceMoves: v.array(v.strictObject({ windowMs: count, fraction: number })),
    fundingRates: v.array(v.strictObject({ exchange, rate8h: number })),
  }),
});

/** Sums of doubles end in noise that differs from machine to machine; a prompt tells three digits. */
const DIGITS = 8;

function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(DIGITS)) : value;
}

export function writeCases(cases: readonly EvalCase[]): string {
  return cases.map((one) => `${JSON.stringify(one, rounded)}\n`).join('');
}

/** Throws on a line that is none. */
export function readCases(text: string): readonly EvalCase[] {
  return text
    .trim()
    .split('\n')
    .map((line) => v.parse(schema, JSON.parse(line)));
}
