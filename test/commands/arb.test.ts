import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { main } from '../../src/cli.js';
import { openSettings } from '../../src/settings.js';

let folder: string;
beforeEach(() => {
  vi.stubGlobal('__VERSION__', '1.2.3');
  folder = mkdtempSync(join(tmpdir(), 'fundmon-arb-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  rmSync(folder, { recursive: true, force: true });
});

// The program asks each stream once; here it is started again and again.
for (const stream of [process.stdout, process.stderr]) stream.setMaxListeners(100);

function caught(stream: NodeJS.WriteStream): () => string {
  const texts: string[] = [];
  vi.spyOn(stream, 'write').mockImplementation((text, encoding, done) => {
    texts.push(String(text));
    const callback = typeof encoding === 'function' ? encoding : done;
    callback?.(null);
    return true;
  });
  return () => texts.join('');
}

/** On the simulated market. */
async function arb(...args: readonly string[]) {
  const [stdout, stderr] = [caught(process.stdout), caught(process.stderr)];
  const before = process.exitCode;
  await main(['arb', '--demo', '--no-llm', '--config-dir', folder, ...args]);
  const status = process.exitCode;
  process.exitCode = before;
  return { status, stdout: stdout(), stderr: stderr() };
}

const few = ['--assets', 'BTC,ETH,TRUMP', '--exchanges', 'binance,bybit,okx'];
const dead = ['--rest-endpoint', 'bybit=http://127.0.0.1:9', '--endpoint', 'bybit=ws://127.0.0.1:9'];

interface Pair {
  readonly asset: string;
  readonly long: { readonly exchange: string };
  readonly short: { readonly exchange: string };
  readonly netApr: number;
  readonly breakEvenHours: number;
  readonly spread8h: number;
}

describe('fundmon arb', () => {
  it('prints the pair of every asset that nets most, the best first', async () => {
    const { status, stdout, stderr } = await arb('--json', ...few);
    expect([status, stderr]).toEqual([0, '']);
    const pairs: readonly Pair[] = JSON.parse(stdout);
    expect(pairs.map(({ asset }) => asset).sort()).toEqual(['BTC', 'ETH', 'TRUMP']);
    expect(pairs.map(({ netApr }) => netApr)).toEqual(pairs.map(({ netApr }) => netApr).sort((a, b) => b - a));
    for (const { long, short } of pairs) expect(long.exchange).not.toBe(short.exchange);
  });

  it('ends with 3 when a pair meets the threshold and has paid its costs in time, and prints the table all the same', async () => {
    const met = await arb('--threshold', '0.01%', ...few);
    expect(met.status).toBe(3);
    expect(met.stdout).toMatch(/^ASSET .*\nTRUMP +binance /);
    expect((await arb('--threshold', '0.5', ...few)).status).toBe(0);
    await openSettings(folder).set('arbitrage.maxBreakEvenHours', 1);
    expect((await arb('--threshold', '0.0001', ...few)).status).toBe(0);
  });

  it('reckons with the costs of the settings', async () => {
    await openSettings(folder).set('arbitrage.takerFees.okx', 0);
    await openSettings(folder).set('arbitrage.slippage', 0.001);
    const { stdout } = await arb('--csv', '--assets', 'TRUMP', '--exchanges', 'binance,okx');
    const [head = '', row = ''] = stdout.split('\n');
    // 2 × (0.0005 + 0) + 4 × 0.001
    expect(row.split(',')[head.split(',').indexOf('feesRoundTrip')]).toBe('0.005');
  });

  it('says why there is no pair', async () => {
    const { status, stdout, stderr } = await arb('--json', '--assets', 'BTC', '--exchanges', 'okx', '--threshold', '0');
    expect([status, stdout]).toEqual([0, '[]\n']);
    expect(JSON.parse(stderr)).toEqual({ error: 'no asset has fresh rates that differ on two exchanges' });
  });

  it.each(['abc', '-0.1', '1.5', '120%', '0x1', '%', '1%%'])('refuses the rate %j before anything is opened', async (rate) => {
    const { status, stdout, stderr } = await arb(`--threshold=${rate}`, ...dead);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toBe(`fundmon: --threshold takes RATE, found '${rate}' (a spread per 8 h, such as 0.0001 or 0.01%)\n`);
  });

  it('takes one form of output', async () => {
    expect(await arb('--json', '--csv')).toMatchObject({ status: 2, stdout: '' });
  });
});
