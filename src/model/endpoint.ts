import type { Provider } from './presets.js';
import type { PricePerMillion } from './usage.js';

/** Whom to ask, and as whom. */
export interface ModelEndpoint {
  readonly provider: Provider;
  /** Of its chat completions. */
  readonly url: string;
  /** As it is named to people: never the whole address. */
  readonly origin: string;
  readonly model: string;
  readonly key?: string;
  /** Where the key was found; else why there is none. For the hint when it is refused. */
  readonly keyHint: string;
  readonly tuning: Readonly<Record<string, unknown>>;
  readonly extra: Readonly<Record<string, unknown>>;
  readonly price?: PricePerMillion;
}
