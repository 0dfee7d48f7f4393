// Mark prices are nearly all of the traffic: every perpetual, every 3 s, in frames of 150 KB. Their entries are flat, so they
// are read straight from the text, in less time than a JSON parse alone takes. Whatever looks different takes the full path.
import type { Instrument } from '../../domain/instrument.js';
import type { ParseContext, ParsedFrame } from '../adapter.js';
import * as wire from '../wire.js';
import { Collector, draftTicker, perCoin } from './events.js';
import { isDatedSymbol } from './instruments.js';

/** Documented intervals, shortest first. */
const INTERVALS_HOURS = [1, 2, 4, 8];
const HOUR_MS = 3_600_000;
/** Clocks of the mark price and of the settlement may differ by so much. */
const SETTLEMENT_SLACK_MS = 5000;

const STREAM_HEAD = '{"stream":"';
const DATA_HEAD = ',"data":';
const ENTRY_HEAD = '{"e":"markPriceUpdate"';
const QUOTE = 34;
const COMMA = 44;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const NINE = 57;
const COLON = 58;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const CLOSE_OBJECT = 125;

/** 10 to the power of its place; both these and the digits before them are exact, so one division rounds as `Number` does. */
const POWERS = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent);
/** Certainly epoch milliseconds: 2011 to 2096. */
const FIRST_PLAIN_TIME = 1_300_000_000_000;
const LAST_PLAIN_TIME = 4_000_000_000_000;

/**
 * The interval to go with a rate settled at `next`. The list of intervals is fetched, so it can be old: a settlement farther
 * away than one interval proves it, and the shortest documented interval that reaches it takes its place.
 */
function intervalOf(instrument: Instrument, next: number | undefined, time: number): number | undefined {
  const listed = instrument.fundingIntervalHours;
  if (listed === undefined || next === undefined) return listed;
  const ahead = next - time - SETTLEMENT_SLACK_MS;
  if (ahead <= listed * HOUR_MS) return listed;
  return INTERVALS_HOURS.find((hours) => hours > listed && ahead <= hours * HOUR_MS) ?? listed;
}

interface MarkPrice {
  readonly time: number;
  readonly mark: number | undefined;
  readonly index: number | undefined;
  /** Absent where none is settled ahead. */
  readonly rate: number | undefined;
  readonly next: number | undefined;
}

function push(instrument: Instrument, { time, mark, index, rate, next }: MarkPrice, found: Collector): void {
  if (mark === undefined && index === undefined && rate === undefined) return;
  const ticker = draftTicker(instrument, time, found.context);
  if (rate !== undefined) {
    ticker.fundingRate = rate;
    const interval = intervalOf(instrument, next, time);
    if (interval !== undefined) ticker.fundingIntervalHours = interval;
    if (next !== undefined) ticker.nextFundingTime = next;
  }
  if (mark !== undefined) ticker.markPrice = perCoin(mark, instrument);
  if (index !== undefined) ticker.indexPrice = perCoin(index, instrument);
  found.records.push(ticker);
}

/** `r` is the rate accruing now for `T`. `P` is an estimated settlement price, `ap` an average of the mark: neither is ours. */
export function readMarkPrice(entry: wire.Wire, found: Collector): void {
  const instrument = found.instrument(wire.text(entry, 's'));
  if (!instrument) return;
  const time = wire.optionalTime(entry, 'E') ?? found.context.receivedAt;
  const mark = wire.optionalPositive(entry, 'p');
  const index = wire.optionalPositive(entry, 'i');
  const next = wire.optionalTime(entry, 'T');
  const stated = wire.optionalNumber(entry, 'r');
  // No settlement ahead (`T` is 0): the rate is a placeholder.
  const rate = next !== undefined || entry['T'] === undefined ? stated : undefined;
  push(instrument, { time, mark, index, rate, next }, found);
}

/** The decimal at `start`, up to `end`; NaN unless it is plain: digits, one point at most, exact in 53 bits. */
function plainDecimal(text: string, start: number, end: number): number {
  let digits = 0;
  let decimals = -1;
  const isNegative = text.charCodeAt(start) === MINUS;
  const first = isNegative ? start + 1 : start;
  if (first >= end) return Number.NaN;
  for (let place = first; place < end; place += 1) {
    const code = text.charCodeAt(place);
    if (code >= ZERO && code <= NINE) digits = digits * 10 + (code - ZERO);
    else if (code === POINT && decimals === -1 && place > first && place + 1 < end) decimals = end - place - 1;
    else return Number.NaN;
  }
  const power = POWERS[decimals === -1 ? 0 : decimals];
  if (digits > Number.MAX_SAFE_INTEGER || power === undefined) return Number.NaN;
  const value = digits / power;
  return isNegative && value !== 0 ? -value : value;
}

/** Reads one flat entry after the other. */
class EntryScanner {
  readonly #text: string;
  /** Where the next one starts; -1 after something that is not flat. */
  at: number;
  symbol = '';
  time = Number.NaN;
  next = Number.NaN;
  mark = Number.NaN;
  rate = Number.NaN;
  /** `undefined` where the entry has none, as old COIN-M ones. */
  index: number | undefined;

  constructor(text: string, at: number) {
    this.#text = text;
    this.at = at;
  }

  /** False where the text is no flat entry of a mark price. */
  scan(): boolean {
    const text = this.#text;
    this.symbol = '';
    this.time = this.next = this.mark = this.rate = Number.NaN;
    this.index = undefined;
    if (!text.startsWith(ENTRY_HEAD, this.at)) return false;
    let place = this.at + ENTRY_HEAD.length;
    while (text.charCodeAt(place) === COMMA) {
      const key = place + 2;
      const keyEnd = text.charCodeAt(key + 1) === QUOTE ? key + 1 : text.indexOf('"', key);
      if (keyEnd === -1 || text.charCodeAt(place + 1) !== QUOTE || text.charCodeAt(keyEnd + 1) !== COLON) return false;
      const isText = text.charCodeAt(keyEnd + 2) === QUOTE;
      const start = isText ? keyEnd + 3 : keyEnd + 2;
      let end = start;
      if (isText) end = text.indexOf('"', start);
      else while (text.charCodeAt(end) >= ZERO && text.charCodeAt(end) <= NINE) end += 1;
      if (end === -1 || (end === start && !isText)) return false;
      if (keyEnd === key + 1) this.#take(text.charCodeAt(key), start, end);
      place = isText ? end + 1 : end;
    }
    if (text.charCodeAt(place) !== CLOSE_OBJECT) return false;
    this.at = place + 1;
    return true;
  }

  #take(key: number, start: number, end: number): void {
    switch (key) {
      case 0x73: // s
        this.symbol = this.#text.slice(start, end);
        break;
      case 0x45: // E
        this.time = plainDecimal(this.#text, start, end);
        break;
      case 0x54: // T
        this.next = plainDecimal(this.#text, start, end);
        break;
      case 0x70: // p
        this.mark = plainDecimal(this.#text, start, end);
        break;
      case 0x69: // i
        this.index = plainDecimal(this.#text, start, end);
        break;
      case 0x72: // r
        this.rate = plainDecimal(this.#text, start, end);
        break;
    }
  }

  /** All there, and all of it plain. */
  get isPlain(): boolean {
    return (
      this.mark > 0 &&
      (this.index === undefined || this.index > 0) &&
      !Number.isNaN(this.rate) &&
      this.time > FIRST_PLAIN_TIME &&
      this.time < LAST_PLAIN_TIME &&
      this.next > FIRST_PLAIN_TIME &&
      this.next < LAST_PLAIN_TIME
    );
  }
}

/** `undefined` where the whole text has to be parsed. */
export function readMarkPriceText(text: string, context: ParseContext): ParsedFrame | undefined {
  let start = 0;
  const isWrapped = text.startsWith(STREAM_HEAD);
  if (isWrapped) {
    const nameEnd = text.indexOf('"', STREAM_HEAD.length);
    if (nameEnd === -1 || !text.startsWith(DATA_HEAD, nameEnd + 1)) return undefined;
    start = nameEnd + 1 + DATA_HEAD.length;
  }
  const isList = text.charCodeAt(start) === OPEN_LIST;
  if (isList) start += 1;
  if (!text.startsWith(ENTRY_HEAD, start) || text.includes('\\')) return undefined;
  const found = new Collector(context);
  const entry = new EntryScanner(text, start);
  for (;;) {
    const from = entry.at;
    if (!entry.scan()) return undefined;
    const instrument = context.instruments.get(entry.symbol);
    if (instrument ? !instrument.isTrading : isDatedSymbol(entry.symbol)) {
      // Nobody's business.
    } else if (instrument && entry.isPlain) {
      push(instrument, entry, found);
    } else {
      const whole = wire.object(wire.parseJson(text.slice(from, entry.at)), 'entry');
      found.attempt(whole['s'], readMarkPrice, whole);
    }
    if (!isList || text.charCodeAt(entry.at) !== COMMA) break;
    entry.at += 1;
  }
  let end = entry.at;
  if (isList) {
    if (text.charCodeAt(end) !== CLOSE_LIST) return undefined;
    end += 1;
  }
  if (isWrapped) {
    if (text.charCodeAt(end) !== CLOSE_OBJECT) return undefined;
    end += 1;
  }
  return end === text.length ? found.frame() : undefined;
}
