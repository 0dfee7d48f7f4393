// Recorded liquidations through the built program, recomputed here from the recording's own columns.
import { expect, test } from 'vitest';
import { createLocalBinance } from '../local-exchanges/binance.js';
import { createLocalBybit } from '../local-exchanges/bybit.js';
import type { LocalExchange } from '../local-exchanges/exchange.js';
import { createLocalOkx } from '../local-exchanges/okx.js';
import { okxInstruments } from '../local-exchanges/okx-wire.js';
import { play, type Recorded, type TimeMap, timeMap } from '../local-exchanges/playback.js';
import {
  allLiquidationRecording,
  allLiquidationRows,
  cascadeRows,
  forceOrderRecording,
  liquidationOrderRecording,
  liquidationOrderRows,
} from '../local-exchanges/recordings.js';
import { local } from './exchanges.js';
import { runStream, type StreamRun } from './program.js';

/** All that a liquidation says, on one line, so that two lists can be compared whatever their order. */
interface Said {
  readonly symbol: string;
  readonly asset: string;
  readonly side: string;
  readonly time: number;
  readonly price: number;
  readonly size: number;
  readonly notionalUsd: number;
}

/** Twelve digits take the binary noise away, whichever way round the numbers were multiplied. */
function figure(value: number): string {
  return String(Number(value.toPrecision(12)));
}

function line({ symbol, asset, side, time, price, size, notionalUsd }: Said): string {
  return [symbol, asset, side, time, figure(price), figure(size), figure(notionalUsd)].join(' ');
}

async function playThrough(
  exchange: LocalExchange,
  run: StreamRun,
  recording: readonly Recorded[],
  count: number,
  forMs: number,
): Promise<TimeMap> {
  const start = recording[0]?.time ?? 0;
  const end = recording.at(-1)?.time ?? 0;
  const speed = (end - start) / forMs;
  const at = timeMap(start, Date.now(), speed);
  let reached = 0;
  const sent = recording.map((frame) => ({ time: frame.time, text: () => frame.text(at) }));
  await play(sent, {
    speed,
    send: (text) => {
      reached += exchange.publish(text);
    },
  }).done;
  expect(reached).toBe(recording.length);
  await run.until(`${count} liquidations`, () => run.liquidations().length >= count);
  return at;
}

async function finish(exchange: LocalExchange, run: StreamRun, expected: readonly string[]): Promise<void> {
  expect(await run.stop()).toBe(0);
  expect(run.liquidations().map(line).sort()).toEqual([...expected].sort());
  expect(new Set(run.liquidations().map(({ id }) => id)).size).toBe(expected.length);
  expect(exchange.refusals).toEqual([]);
}

test('the Binance cascade of 2025-01-27: every order, its side, its fill, its notional', async () => {
  const exchange = await local(createLocalBinance);
  const run = runStream([exchange], ['--assets', 'BTC']);
  await run.until('liquidations are followed', () => exchange.topics().includes('!forceOrder@arr'));
  const rows = cascadeRows();
  expect(rows).toHaveLength(1344);
  const at = await playThrough(exchange, run, forceOrderRecording(rows), rows.length, 3000);
  const units: Readonly<Record<string, number>> = { '1000': 1000, '1000000': 1_000_000, '1M': 1_000_000 };
  const expected = rows.map((row) => {
    const [, prefix = '', asset = ''] = /^(1000000|1000|1M(?=[A-Z]))?(.+?)USD[TC]$/.exec(row.symbol) ?? [];
    const multiplier = units[prefix] ?? 1;
    const price = Number(row.averagePrice) / multiplier;
    const size = Number(row.filledQuantity) * multiplier;
    return line({
      symbol: row.symbol,
      asset,
      side: row.side === 'SELL' ? 'long' : 'short',
      time: at(row.time),
      price,
      size,
      notionalUsd: price * size,
    });
  });
  await finish(exchange, run, expected);
});

test('the Bybit squeeze of 2026-10-10: every entry of every frame, the position’s side', async () => {
  const exchange = await local(createLocalBybit);
  const run = runStream([exchange], ['--assets', 'BTC']);
  const rows = allLiquidationRows();
  const topics = [...new Set(rows.map(({ symbol }) => `allLiquidation.${symbol}`))];
  await run.until('every symbol is followed', () => topics.every((topic) => exchange.topics().includes(topic)));
  const at = await playThrough(exchange, run, allLiquidationRecording(rows), rows.length, 2000);
  const expected = rows.map((row) => {
    const multiplier = row.symbol.startsWith('1000') ? 1000 : 1;
    const asset = row.symbol.replace(/^1000/, '').replace(/USDT$/, '');
    const price = Number(row.price) / multiplier;
    const size = Number(row.size) * multiplier;
    return line({
      symbol: row.symbol,
      asset,
      side: row.side === 'Buy' ? 'long' : 'short',
      time: at(row.time),
      price,
      size,
      notionalUsd: price * size,
    });
  });
  await finish(exchange, run, expected);
});

test('the OKX orders of 2026-09-02: contracts become coins', async () => {
  const exchange = await local(() => createLocalOkx({ replaysLiquidations: false }));
  const run = runStream([exchange], ['--assets', 'BTC']);
  await run.until('liquidations are followed', () => exchange.topics().includes('liquidation-orders:SWAP'));
  // Of ten instruments no contract value is known here: 28 of the 75 rows are left out.
  const rows = liquidationOrderRows().filter(({ instId }) => okxInstruments.has(instId));
  expect(rows).toHaveLength(47);
  const at = await playThrough(exchange, run, liquidationOrderRecording(rows), rows.length, 2000);
  const contractValues: Readonly<Record<string, number>> = {
    UNI: 1,
    XAU: 0.001,
    ARB: 10,
    CL: 0.1,
    FIL: 0.1,
    ZEC: 0.01,
    TRUMP: 0.1,
    ETH: 0.1,
    CRV: 1,
    ASTER: 1,
  };
  const expected = rows.map((row) => {
    const [asset = ''] = row.instId.split('-');
    const size = Number(row.contracts) * (contractValues[asset] ?? Number.NaN);
    const price = Number(row.price);
    return line({ symbol: row.instId, asset, side: row.posSide, time: at(row.time), price, size, notionalUsd: price * size });
  });
  await finish(exchange, run, expected);
});
