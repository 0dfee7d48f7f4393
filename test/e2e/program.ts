// The built program as a user starts it: a process, its lines, its end.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import type { FeedState, Liquidation, MarketRecord, Ticker } from '../../src/domain/record.js';
import type { LocalExchange } from '../local-exchanges/exchange.js';

export interface StreamRun {
  readonly records: readonly MarketRecord[];
  readonly tickers: () => readonly Ticker[];
  readonly liquidations: () => readonly Liquidation[];
  readonly feeds: (exchange?: string) => readonly FeedState[];
  readonly stderr: () => string;
  /** Looks again after every line of the program; fails the test, saying `what` and what stderr held, after `withinMs`. */
  readonly until: (what: string, isTrue: () => boolean, withinMs?: number) => Promise<void>;
  /** SIGTERM; resolves with the exit status. */
  readonly stop: () => Promise<number | null>;
}

/** An exchange, or one behind an address of the test's own. */
export interface Target {
  readonly exchange: string;
  readonly wsUrl: string;
  readonly restUrl: string;
}

const LOOK_EVERY_MS = 25;

/** `fundmon stream` on these exchanges, ended with the test at the latest. */
export function runStream(targets: readonly (Target | LocalExchange)[], extra: readonly string[] = []): StreamRun {
  const configDir = mkdtempSync(join(tmpdir(), 'fundmon-e2e-'));
  const addresses = targets.flatMap(({ exchange, wsUrl, restUrl }) => [
    ...['--endpoint', `${exchange}=${wsUrl}`],
    ...['--rest-endpoint', `${exchange}=${restUrl}`],
  ]);
  const chosen = ['--exchanges', targets.map(({ exchange }) => exchange).join(',')];
  const child: ChildProcess = spawn(
    process.execPath,
    ['dist/fundmon.cjs', 'stream', ...chosen, ...addresses, '--config-dir', configDir, ...extra],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const records: MarketRecord[] = [];
  let stderr = '';
  if (!child.stdout || !child.stderr) throw new Error('the program has no pipes');
  createInterface({ input: child.stdout }).on('line', (line) => records.push(JSON.parse(line)));
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk);
  });
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => {
      rmSync(configDir, { recursive: true, force: true });
      resolve(code);
    });
  });

  const stop = (): Promise<number | null> => {
    child.kill('SIGTERM');
    return exited;
  };
  onTestFinished(async () => {
    await stop();
  });

  const ofType = <T extends MarketRecord['type']>(type: T): readonly Extract<MarketRecord, { type: T }>[] =>
    records.filter((record): record is Extract<MarketRecord, { type: T }> => record.type === type);

  return {
    records,
    tickers: () => ofType('ticker'),
    liquidations: () => ofType('liquidation'),
    feeds: (exchange) => ofType('feed').filter((record) => exchange === undefined || record.exchange === exchange),
    stderr: () => stderr,
    until: (what, isTrue, withinMs = 15_000) =>
      new Promise((resolve, reject) => {
        const deadline = Date.now() + withinMs;
        const timer = setInterval(() => {
          if (!isTrue() && Date.now() < deadline && child.exitCode === null) return;
          clearInterval(timer);
          if (isTrue()) resolve();
          else reject(new Error(`not within ${withinMs} ms: ${what}\nexit: ${child.exitCode}\n${stderr.slice(-3000)}`));
        }, LOOK_EVERY_MS);
      }),
    stop,
  };
}
