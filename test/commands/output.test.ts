import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createOutput } from '../../src/commands/output.js';
import { FundmonError } from '../../src/domain/errors.js';
import { liquidation, ticker } from '../support/market-records.js';

/** A reader that takes a chunk only when told to. */
function slowReader(highWaterMark = 16) {
  const taken: string[] = [];
  const waiting: (() => void)[] = [];
  const stream = new Writable({
    highWaterMark,
    write: (chunk, _encoding, done) => {
      taken.push(String(chunk));
      waiting.push(() => done());
    },
  });
  const takeAll = async (): Promise<void> => {
    for (let take = waiting.shift(); take !== undefined; take = waiting.shift()) {
      take();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { stream, takeAll, lines: () => taken.join('').split('\n').filter(Boolean) };
}

/** A stream whose first write fails like a system call. */
function failing(code: string): Writable {
  return new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error(`${code}: no luck, write`), { code })),
  });
}

async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  void promise.then(() => {
    settled = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  return settled;
}

describe('output', () => {
  it('waits for a reader that is behind, and goes on when it has caught up', async () => {
    const reader = slowReader();
    const output = createOutput(reader.stream);
    const written = output.write(liquidation('a'));
    expect(await isSettled(written)).toBe(false);
    await reader.takeAll();
    await written;
    expect(reader.lines()).toEqual([JSON.stringify(liquidation('a'))]);
  });

  it('leaves no listener behind for all the times it waited', async () => {
    const reader = slowReader();
    const output = createOutput(reader.stream);
    const count = () => ['drain', 'close', 'error'].reduce((sum, name) => sum + reader.stream.listenerCount(name), 0);
    const before = count();
    for (let round = 0; round < 20; round++) {
      const written = output.write(liquidation(String(round)));
      await reader.takeAll();
      await written;
    }
    expect(count()).toBe(before);
  });

  it('drops tickers while 16 MiB wait, and never an event', async () => {
    const reader = slowReader();
    const output = createOutput(reader.stream);
    output.text('x'.repeat(16 * 1024 * 1024 + 1));
    for (let number = 0; number < 5; number++) {
      output.push(ticker('okx', 'BTC'));
      output.push(liquidation(String(number)));
    }
    expect(output.droppedTickers()).toBe(5);
    await reader.takeAll();
    expect(output.waitingBytes()).toBe(0);
    output.push(ticker('okx', 'BTC'));
    await reader.takeAll();
    const kinds = reader.lines().map((line) => /"type":"(\w+)"/.exec(line)?.[1]);
    expect(kinds.slice(0, 5)).toEqual(Array(5).fill('liquidation'));
    expect(kinds.at(-1)).toBe('ticker');
    expect(output.droppedTickers()).toBe(5);
  });

  it('ends when the reader has everything', async () => {
    const reader = slowReader();
    const output = createOutput(reader.stream);
    output.push(liquidation('a'));
    const ended = output.end();
    expect(await isSettled(ended)).toBe(false);
    await reader.takeAll();
    await ended;
  });

  it.each(['EPIPE', 'ECONNRESET', 'EOF'])('takes a reader that went away (%s) for an end, told once', async (code) => {
    let closings = 0;
    const output = createOutput(failing(code), () => {
      closings += 1;
    });
    await output.write(liquidation('a'));
    output.push(liquidation('b'));
    await output.end();
    await output.write(liquidation('c'));
    expect(output.isClosed()).toBe(true);
    expect(closings).toBe(1);
  });

  it('takes a stream that was closed for an end', async () => {
    const reader = slowReader();
    const output = createOutput(reader.stream);
    const written = output.write(liquidation('a'));
    reader.stream.destroy();
    await written;
    await output.end();
    expect(output.isClosed()).toBe(true);
  });

  it.each(['ENOSPC', 'EIO', 'EFBIG'])('says so when the output could not be written (%s)', async (code) => {
    const output = createOutput(failing(code));
    output.text('all of it');
    await expect(output.end()).rejects.toThrow(FundmonError);
    await expect(output.end()).rejects.toThrow(`cannot write the output: ${code}: no luck, write`);
  });
});
