import type { Writable } from 'node:stream';
import { FundmonError } from '../domain/errors.js';
import type { MarketRecord } from '../domain/record.js';

/** What a reader slower than the market may leave waiting before tickers, which repeat themselves, are dropped. */
const TICKER_BACKLOG_BYTES = 16 * 1024 * 1024;
/** How a reader that went away shows: a closed pipe, a reset socket, a stream destroyed with them; the last is Windows. */
const READER_GONE: ReadonlySet<unknown> = new Set(['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED', 'EOF']);

export interface Output {
  /** Waits while the reader is behind: for a source that can wait. */
  readonly write: (record: MarketRecord) => Promise<void>;
  /** Never waits: for the market, which does not. A ticker is dropped while too much is waiting; nothing else ever is. */
  readonly push: (record: MarketRecord) => void;
  readonly text: (text: string) => void;
  readonly isClosed: () => boolean;
  readonly droppedTickers: () => number;
  /** Written here, not yet taken by the reader. */
  readonly waitingBytes: () => number;
  /** Resolves when all is written, or the reader is gone. Throws `FundmonError` when it could not be written (disk full). */
  readonly end: () => Promise<void>;
}

/** Text on a pipe, whose reader may close it at any time (`| head -5`): that is an end, not an error. */
export function createOutput(stream: Writable, onClosed: () => void = () => undefined): Output {
  let closed = false;
  let dropped = 0;
  let failure: FundmonError | undefined;
  const close = (): void => {
    if (closed) return;
    closed = true;
    onClosed();
  };
  stream.on('error', (cause: Error) => {
    if (!READER_GONE.has('code' in cause ? cause.code : undefined)) {
      failure ??= new FundmonError(`cannot write the output: ${cause.message}`, { cause });
    }
    close();
  });
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
    text: (text) => {
      if (!closed) stream.write(text);
    },
    isClosed: () => closed,
    droppedTickers: () => dropped,
    waitingBytes: () => stream.writableLength,
    end: async () => {
      if (!closed) await settled((done) => stream.write('', done));
      if (failure) throw failure;
    },
  };
}

/** The whole answer of a command on stdout. */
export async function print(text: string): Promise<void> {
  const output = createOutput(process.stdout);
  output.text(text);
  await output.end();
}
