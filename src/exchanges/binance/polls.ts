import type { Instrument } from '../../domain/instrument.js';
import type { HttpRequest, ParseContext, ParsedFrame, PollPlan, RestBudget, Selection } from '../adapter.js';
import { unknownAnswer } from '../entries.js';
import * as wire from '../wire.js';
import { Collector, readDayStatistics, readOpenInterest } from './events.js';
import { COIN_M_REST, readAnswer, USD_M_REST } from './instruments.js';
import { chosen } from './plan.js';

/** 2400 a minute for both products together; 30 % stays free for whoever shares the address. */
export const restBudget: RestBudget = { weight: 1680, perMs: 60_000 };

/** Weight of 24 h statistics of everything; of one symbol it is 1. */
const ALL_STATISTICS_WEIGHT = 40;
const STATISTICS = { eachMs: 60_000, perRequestMs: 1000 };
/** Open interest of one instrument, at most; and how many requests that may be. */
const WATCHED_INTEREST = { eachMs: 10_000, perRequestMs: 1000 };
/** 300 requests a minute take 800 instruments round in less than 3 minutes. */
const OTHER_INTEREST = { eachMs: 60_000, perRequestMs: 200 };

function base(instrument: Instrument): string {
  return instrument.kind === 'linear' ? `${USD_M_REST}/fapi/v1` : `${COIN_M_REST}/dapi/v1`;
}

function openInterestRequest(instrument: Instrument): HttpRequest {
  return { url: `${base(instrument)}/openInterest?symbol=${encodeURIComponent(instrument.symbol)}`, weight: 1 };
}

function parseOpenInterest(body: string, context: ParseContext): ParsedFrame {
  const found = new Collector(context);
  const answer = wire.object(readAnswer(body), 'openInterest');
  if (answer['openInterest'] === undefined) throw unknownAnswer('open interest', body);
  found.attempt(answer['symbol'], readOpenInterest, answer);
  return found.frame();
}

function parseStatistics(body: string, context: ParseContext): ParsedFrame {
  const answer = readAnswer(body);
  const rows = Array.isArray(answer) ? answer : [answer];
  if (!rows.some((row) => wire.isObject(row) && row['lastPrice'] !== undefined)) throw unknownAnswer('24 h statistics', body);
  const found = new Collector(context);
  for (const row of rows) found.attempt(wire.isObject(row) ? row['symbol'] : undefined, readDayStatistics, row);
  return found.frame();
}

/** One request for everything, or one a symbol where that weighs less. */
function statisticsRequests(instruments: readonly Instrument[], selection: Selection): readonly HttpRequest[] {
  const [first] = instruments;
  if (!first) return [];
  const url = `${base(first)}/ticker/24hr`;
  if (selection.assets === 'all' || instruments.length >= ALL_STATISTICS_WEIGHT) return [{ url, weight: ALL_STATISTICS_WEIGHT }];
  return instruments.map(({ symbol }) => ({ url: `${url}?symbol=${encodeURIComponent(symbol)}`, weight: 1 }));
}

/** `requests` in turn, each of them once in `eachMs` where `perRequestMs` allows; none without requests. */
function plan(
  name: string,
  requests: readonly HttpRequest[],
  { eachMs, perRequestMs }: { readonly eachMs: number; readonly perRequestMs: number },
  parse: PollPlan['parse'],
): readonly PollPlan[] {
  if (requests.length === 0) return [];
  return [{ name, requests, everyMs: Math.max(perRequestMs, Math.ceil(eachMs / requests.length)), parse }];
}

export function polls(instruments: readonly Instrument[], selection: Selection): readonly PollPlan[] {
  const followed = chosen(instruments, selection);
  const usdM = statisticsRequests(
    followed.filter(({ kind }) => kind === 'linear'),
    selection,
  );
  const coinM = statisticsRequests(
    followed.filter(({ kind }) => kind === 'inverse'),
    selection,
  );
  const watched = followed.filter(({ asset }) => selection.watch.includes(asset));
  const others = followed.filter(({ asset }) => !selection.watch.includes(asset));
  return [
    ...plan('usd-m volume', usdM, STATISTICS, parseStatistics),
    ...plan('coin-m volume', coinM, STATISTICS, parseStatistics),
    ...plan('watched open interest', watched.map(openInterestRequest), WATCHED_INTEREST, parseOpenInterest),
    ...plan('open interest', others.map(openInterestRequest), OTHER_INTEREST, parseOpenInterest),
  ];
}
