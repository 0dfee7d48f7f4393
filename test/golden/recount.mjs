// node recount.mjs FILE DELAY_MS NOW…: what a recording of Binance's forced orders says up to each moment, counted from its own
// columns with nothing of the program's: every row anew for every figure. Times are epoch ms; DELAY_MS lies between an order's
// trade and its receipt. Money is counted in cents.
import { readFileSync } from 'node:fs';

const [file, delayText, ...moments] = process.argv.slice(2);
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const QUARTER = 15 * MINUTE;
const HOUR = 60 * MINUTE;

const [header, ...lines] = readFileSync(file, 'utf8').trim().split('\n');
const names = header.trim().split(',');
const rows = lines
  .map((line) =>
    Object.fromEntries(
      line
        .trim()
        .split(',')
        .map((value, column) => [names[column], value]),
    ),
  )
  .map((row) => ({
    received: Number(row.trade_time_ms) + Number(delayText),
    // SELL is the order that closes a long.
    side: row.side === 'SELL' ? 'long' : 'short',
    cents: Math.round(Number(row.avg_price) * Number(row.accum_filled_qty) * 100),
  }))
  .sort((a, b) => a.received - b.received);

const tally = (list) => ({ count: list.length, cents: list.reduce((sum, row) => sum + row.cents, 0) });
const sides = (list) => ({
  long: tally(list.filter((row) => row.side === 'long')),
  short: tally(list.filter((row) => row.side === 'short')),
});
/** Of the whole steps of the clock that a window is made of, the one that runs included. */
const window = (seen, now, step, steps) =>
  sides(seen.filter((row) => Math.floor(row.received / step) > Math.floor(now / step) - steps));

function gapsOf(seen) {
  const gaps = seen
    .slice(1)
    .map((row, at) => row.received - seen[at].received)
    .slice(-512)
    .sort((a, b) => a - b);
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const median = (gaps[Math.floor((gaps.length - 1) / 2)] + gaps[Math.floor(gaps.length / 2)]) / 2;
  return { mean, median, deviation: Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length) };
}

/** Of the sixty seconds up to every event of the last day. */
function densestOf(seen, now) {
  const isOfDay = (row) => Math.floor(row.received / QUARTER) > Math.floor(now / QUARTER) - 96;
  return seen.reduce((most, row, at) => {
    if (!isOfDay(row)) return most;
    const second = Math.floor(row.received / SECOND);
    const inside = seen.slice(0, at + 1).filter((one) => Math.floor(one.received / SECOND) > second - 60);
    return Math.max(most, inside.length);
  }, 0);
}

function by(seen, step) {
  const groups = new Map();
  for (const row of seen) {
    const start = Math.floor(row.received / step) * step;
    groups.set(start, [...(groups.get(start) ?? []), row]);
  }
  return groups;
}

function report(now) {
  const seen = rows.filter((row) => row.received <= now);
  const isOfDay = (start) => Math.floor(start / HOUR) > Math.floor(now / HOUR) - 24;
  const hours = [...by(seen, HOUR)].filter(([start]) => isOfDay(start));
  const isOfQuarters = (start) => Math.floor(start / QUARTER) > Math.floor(now / QUARTER) - 96;
  return {
    now,
    windows: {
      '1m': window(seen, now, SECOND, 60),
      '5m': window(seen, now, SECOND, 300),
      '1h': window(seen, now, SECOND, 3600),
      '24h': window(seen, now, MINUTE, 1440),
    },
    hours: hours.map(([start, list]) => ({ start, ...sides(list), largestCents: Math.max(...list.map(({ cents }) => cents)) })),
    largestCents: Math.max(...hours.flatMap(([, list]) => list.map(({ cents }) => cents))),
    quarters: [...by(seen, QUARTER)].filter(([start]) => isOfQuarters(start)).map(([start, list]) => ({ start, ...tally(list) })),
    gaps: gapsOf(seen),
    densest: densestOf(seen, now),
  };
}

process.stdout.write(JSON.stringify(moments.map((moment) => report(Number(moment)))));
