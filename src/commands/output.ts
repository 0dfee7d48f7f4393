import type { Writable } from 'node:stream';
import type { MarketRecord } from '../domain/record.js';

/** What a reader slower than the market may leave waiting before tickers, which repeat themselves, are dropped. */
const TICKER_BACKLOG_BYTES = 16 * 1024 * 1024;

export interface Output {
  /** Waits while the reader is behind: for a source that can wait. */
  readonly write: (record: MarketRecord) => Promise<void>;
  /** Never waits: for the market, which does not. A ticker is dropped while too much is waiting; nothing else ever is. */
  readonly push: (record: MarketRecord) => void;
  readonly isClosed: () => boolean;
  readonly droppedTickers: () => number;
  /** Resolves when all is written, or the reader is gone. */
  readonly end: () => Promise<void>;
}

/** NDJSON on a pipe, whose reader may close it at any time (`| head -5`): that is an end, not an error. */
export function createOutput(stream: Writable, onClosed: () => void = () => undefined): Output {
  let closed = false;
  let dropped = 0;
  const close = (): void => {
    if (closed) return;
    closed = true;
    onClosed();
  };
  stream.on('error', close);
  stream.on('close', close);
  const settled = (start: (done: () => void) => void): Promise<void> =>
    new Promise((resolve) => {
      const done = (): void => {
        stream.off('drain', done);
        stream.off('close', done);
        stream.off('error', done);
        resolve();
      };
      stream.on('close', done);
      stream.on('error', done);
      start(done);
    });
  return {
    write: async (record) => {
      if (!closed && !stream.write(`${JSON.stringify(record)}\n`)) await settled((done) => stream.on('drain', done));
    },
    push: (record) => {
      if (closed) return;
      if (record.type === 'ticker' && stream.writableLength > TICKER_BACKLOG_BYTES) dropped += 1;
      else stream.write(`${JSON.stringify(record)}\n`);
    },
    isClosed: () => closed,
    droppedTickers: () => dropped,
    end: async () => {
      if (!closed) await settled((done) => stream.write('', done));
    },
  };
}
