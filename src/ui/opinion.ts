// A model is asked about an asset outside the screen; here is what of it can be seen.
import type { Opinion } from '../domain/opinion.js';
import type { MarketSnapshot } from '../market/snapshot.js';

export interface Opinions {
  /** Rejects with `FundmonError`. Absent: there is no model to ask. */
  readonly ask?: (asset: string, snapshot: MarketSnapshot, signal: AbortSignal) => Promise<Opinion>;
  /** Which model there is, or why there is none. */
  readonly model: string;
}

export interface OpinionView {
  readonly asset: string;
  readonly model: string;
  /** A new one is under way. */
  readonly isAsking: boolean;
  /** The last one; while another is under way, too. */
  readonly opinion?: Opinion;
  /** Why there is none, or no new one. */
  readonly reasons?: readonly string[];
}
