import type { ExchangeId } from './instrument.js';

/** Every error a user may see: `message` says what is wrong, `hint` what to do. */
export class FundmonError extends Error {
  readonly hint: string | undefined;
  constructor(message: string, options: { cause?: unknown; hint?: string } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.hint = options.hint;
  }
}

/** Wrong flag, argument or setting: exit status 2. */
export class UsageError extends FundmonError {}

/** A value on the wire that is not what the exchange's documentation promises. */
export class WireError extends FundmonError {}

/** A frame nobody could read. `frame` is the raw text, cut; print it only through `printable`. */
export class FrameError extends FundmonError {
  readonly exchange: ExchangeId;
  readonly frame: string;
  constructor(exchange: ExchangeId, frame: string, options: { cause?: unknown } = {}) {
    const why = options.cause instanceof Error ? options.cause.message : 'frame not understood';
    super(`${exchange}: ${why}`, options);
    this.exchange = exchange;
    this.frame = frame.slice(0, 500);
  }
}
