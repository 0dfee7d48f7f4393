// A query over the market: filter, rank, group, sort, cut. Pure; the market tells the time.
import type { QueryCell, QueryColumn, QueryTable } from '../domain/query-table.js';
import { defaultMarketSettings } from '../market/options.js';
import { fieldNamed, sortableFields } from './field.js';
import { grouped } from './group.js';
import { printValue } from './literal.js';
import { printQuery } from './print.js';
import type { Comparison, FieldInfo, Filter, MarketView, Query, QueryRow, Sort, Source } from './query.js';
import { sources } from './sources.js';

/** A rate of another interval, or of another hour, is no rival: these are compared between exchanges. */
const comparedRates = ['rate8h', 'apr'];

export function runQuery(query: Query, view: MarketView): QueryTable {
  const from = sources[query.source];
  const { time } = view.snapshot;
  const tests = query.filters.map((filter) => testOf(from, filter, time));
  const matched = from.rows(view).filter((row) => isRecent(row, from, query, time) && tests.every((test) => test(row)));
  const { rows, notes } = ranked(matched, query);
  const isGrouped = query.group.length > 0;
  const fields = sortableFields(from, query.group);
  const sort = query.sort ?? (isGrouped ? firstAggregate(from) : undefined);
  const listed = isGrouped ? grouped(rows, query.group, from.aggregates) : rows;
  const shown = (sort === undefined ? listed : sorted(listed, sort, fields)).slice(0, query.limit);
  return {
    query: printQuery(query),
    columns: columnsOf(fields, query),
    rows: shown.map((row) => fields.map(({ name }) => row(name))),
    rowCount: listed.length,
    fromTime: startOf(from, query, view, rows),
    toTime: time,
    notes: [...notes, ...(query.source === 'liquidations' ? liquidationNotes(rows, view) : [])],
  };
}

function isRecent(row: QueryRow, from: Source, { sinceMs }: Query, now: number): boolean {
  if (sinceMs === undefined) return true;
  const time = row(from.timeField);
  return typeof time === 'number' && time >= now - sinceMs;
}

function testOf({ fields }: Source, { field: name, comparison, values }: Filter, now: number): (row: QueryRow) => boolean {
  const field = fieldNamed(fields, name);
  if (field === undefined) return () => false;
  const holds = comparing(
    comparison,
    values.map((value) => comparable(value, field, undefined)),
  );
  return (row) => {
    const cell = row(name);
    // What nobody told is neither equal nor different, neither more nor less.
    return cell !== undefined && holds(comparable(cell, field, now));
  };
}

function comparing(comparison: Comparison, wanted: readonly (string | number)[]): (found: string | number) => boolean {
  const [first = Number.NaN] = wanted;
  switch (comparison) {
    case '=':
      return (found) => wanted.includes(found);
    case '!=':
      return (found) => !wanted.includes(found);
    case '<':
      return (found) => found < first;
    case '<=':
      return (found) => found <= first;
    case '>':
      return (found) => found > first;
    case '>=':
      return (found) => found >= first;
    default:
      return comparison satisfies never;
  }
}

/** Of a time its distance from now, before or after; of a word with a place in a list that place; of another its upper case. */
function comparable(cell: NonNullable<QueryCell>, { kind, choices }: FieldInfo, now: number | undefined): string | number {
  if (typeof cell === 'boolean') return cell ? 'YES' : 'NO';
  if (typeof cell === 'number') return kind === 'time' && now !== undefined ? Math.abs(cell - now) : cell;
  return choices === undefined ? cell.toUpperCase() : choices.indexOf(cell);
}

/** Who compares rates of exchanges, or adds them up, wants only those that can be: fresh, and of a known interval. */
function ranked(
  rows: readonly QueryRow[],
  { source, filters, group, sort }: Query,
): { rows: readonly QueryRow[]; notes: string[] } {
  if (source !== 'funding') return { rows, notes: [] };
  const isRanking = sort !== undefined && comparedRates.includes(sort.field);
  const isComparing = isRanking || group.length > 0 || filters.some(({ field }) => comparedRates.includes(field));
  const isStaleAsked = [...filters.map(({ field }) => field), ...group].includes('isStale');
  if (!isComparing) return { rows, notes: [] };
  const fresh = isStaleAsked ? rows : rows.filter((row) => row('isStale') !== true);
  const known = isRanking ? fresh.filter((row) => row('rate8h') !== undefined) : fresh;
  return {
    rows: known,
    notes: [
      ...counted(rows.length - fresh.length, 'too old to compare left out: isStale=yes lists them'),
      ...counted(fresh.length - known.length, 'of unknown interval left out of the ranking'),
    ],
  };
}

function counted(count: number, words: string): readonly string[] {
  return count === 0 ? [] : [`${count} ${count === 1 ? 'rate' : 'rates'} ${words}`];
}

function firstAggregate({ aggregates: [first] }: Source): Sort | undefined {
  return first && { field: first.name, isDescending: true };
}

/** What nobody told comes last, whichever way round. Equal ones stay as they came. */
function sorted(
  rows: readonly QueryRow[],
  { field: name, isDescending }: Sort,
  fields: readonly FieldInfo[],
): readonly QueryRow[] {
  const field = fieldNamed(fields, name);
  const keyed = rows.map((row) => {
    const cell = row(name);
    return { row, key: cell === undefined || field === undefined ? undefined : comparable(cell, field, undefined) };
  });
  return keyed
    .sort(({ key: a }, { key: b }) => {
      if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
      const order = a < b ? -1 : a > b ? 1 : 0;
      return isDescending ? -order : order;
    })
    .map(({ row }) => row);
}

/** What was asked for by name comes into sight, and stays there longest. */
function columnsOf(fields: readonly FieldInfo[], { filters, group, sort }: Query): readonly QueryColumn[] {
  const asked = new Set([...filters.map(({ field }) => field), ...group, ...(sort === undefined ? [] : [sort.field])]);
  return fields.map(({ name, kind, priority }, index) => {
    const usual = group.length > 0 ? index + 1 : priority;
    const shown = asked.has(name) ? (usual ?? fields.length) / (2 * fields.length) : usual;
    return { name, kind, ...(shown === undefined ? {} : { priority: shown }) };
  });
}

/** A log covers what was asked for, or what it holds; a state is as old as the oldest row of it. */
function startOf(
  from: Source,
  { sinceMs = Number.POSITIVE_INFINITY }: Query,
  view: MarketView,
  rows: readonly QueryRow[],
): number {
  const { time } = view.snapshot;
  if (!from.isLog) return earliest(rows, from, time);
  return Math.min(time, Math.max(heldSince(from, view), time - sinceMs));
}

function heldSince(from: Source, view: MarketView): number {
  const all = from.rows(view);
  const oldest = earliest(all, from, view.startTime);
  // A full log has forgotten what was before.
  return all.length >= defaultMarketSettings.liquidationCapacity ? earliest(all, from, view.snapshot.time) : oldest;
}

function earliest(rows: readonly QueryRow[], { timeField }: Source, least: number): number {
  return rows.reduce((oldest, row) => {
    const time = row(timeField);
    return typeof time === 'number' && time < oldest ? time : oldest;
  }, least);
}

/** Counts and sums of liquidations are of those that were told, and kept. */
function liquidationNotes(rows: readonly QueryRow[], { sampledExchanges, minNotionalUsd }: MarketView): readonly string[] {
  const sampled = sampledExchanges.filter((exchange) => rows.some((row) => row('exchange') === exchange));
  const verb = sampled.length === 1 ? 'publishes' : 'publish';
  const sample = `${sampled.join(', ')} ${verb} a sample: counts and sums are at least so large`;
  const kept = `only those from $${printValue({ kind: 'usd' }, minNotionalUsd)} on are kept, as --min-notional or the settings say`;
  return [...(sampled.length === 0 ? [] : [sample]), ...(minNotionalUsd > 0 ? [kept] : [])];
}
