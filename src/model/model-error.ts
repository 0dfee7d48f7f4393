import { FundmonError } from '../domain/errors.js';
import type { ModelUsage } from './question.js';

/**
 * `refused`: the key, the account or the model's name is wrong, asking again cannot help; `rate-limit`: come back after
 * `retryAfterMs`; `provider`: network, timeout, 5xx, no JSON; `reply`: an answer that is none; `aborted`: whoever asked gave up.
 */
export type ModelErrorKind = 'refused' | 'rate-limit' | 'provider' | 'reply' | 'aborted';

/** The message is one printable line that names the endpoint's origin and never the key. */
export class ModelError extends FundmonError {
  readonly kind: ModelErrorKind;
  readonly retryAfterMs: number | undefined;
  /** What was spent all the same. */
  readonly usage: ModelUsage | undefined;
  constructor(
    kind: ModelErrorKind,
    message: string,
    options: { cause?: unknown; hint?: string; retryAfterMs?: number; usage?: ModelUsage } = {},
  ) {
    super(message, options);
    this.kind = kind;
    this.retryAfterMs = options.retryAfterMs;
    this.usage = options.usage;
  }
}
