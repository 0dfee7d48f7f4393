import { readdirSync, readFileSync } from 'node:fs';
import type { ExchangeId } from '../../src/domain/instrument.js';
import { exchangeIds } from '../../src/domain/instrument.js';
import type { Liquidation, Ticker } from '../../src/domain/record.js';

/** What another library made of a frame: raw units, the order's side, and a ticker remembers earlier frames. */
export interface OtherOpinion {
  readonly type: string;
  readonly symbol: string;
  readonly side?: string;
  readonly price?: number;
  readonly fundingRate?: number;
  readonly markPrice?: number;
  readonly indexPrice?: number;
  readonly lastPrice?: number;
}

export interface FixtureLine {
  readonly number: number;
  readonly source: string;
  readonly receivedAt: number;
  /** The frame, digit for digit as it came. */
  readonly text: string;
  readonly expected: readonly (Ticker | Liquidation)[];
  /** Kinds of the faults it must bring; mostly none. */
  readonly faults: readonly string[];
  readonly theirs: readonly OtherOpinion[] | undefined;
  readonly why: string | undefined;
}

const FOLDER = 'test/fixtures';
const RAW = '"raw":';

/** End of the JSON value that starts at `start`. */
function valueEnd(text: string, start: number): number {
  let depth = 0;
  let isText = false;
  for (let index = start; index < text.length; index += 1) {
    const character = text[index];
    if (isText) {
      if (character === '\\') index += 1;
      else if (character === '"') isText = false;
    } else if (character === '"') isText = true;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    if (depth === 0 && !isText) return index + 1;
  }
  throw new Error(`unfinished frame: ${text.slice(0, 80)}`);
}

function readLine(line: string, index: number): FixtureLine {
  const { source, at, raw, expected, faults, theirs, why } = JSON.parse(line);
  const start = line.indexOf(RAW) + RAW.length;
  return {
    number: index + 1,
    source,
    receivedAt: at,
    // Not serialised again: numbers past 2^53 would change.
    text: typeof raw === 'string' ? raw : line.slice(start, valueEnd(line, start)),
    expected,
    faults: faults ?? [],
    theirs: theirs ?? undefined,
    why,
  };
}

export function fixtureLines(exchange: ExchangeId): readonly FixtureLine[] {
  return readFileSync(`${FOLDER}/${exchange}.jsonl`, 'utf8').trimEnd().split('\n').map(readLine);
}

/** The exchange's own REST answers that list the instruments of its fixtures. */
export function fixtureInstruments(exchange: ExchangeId): readonly string[] {
  const bodies: unknown[] = JSON.parse(readFileSync(`${FOLDER}/instruments/${exchange}.json`, 'utf8'));
  return bodies.map((body) => JSON.stringify(body));
}

export function exchangesWithFixtures(): readonly ExchangeId[] {
  const files = readdirSync(FOLDER);
  return exchangeIds.filter((exchange) => files.includes(`${exchange}.jsonl`));
}
