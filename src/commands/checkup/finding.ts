/** `broken`: something asked for does not work; `warning`: it works, but worse than it could; `skipped`: not asked for. */
export type FindingState = 'ok' | 'warning' | 'broken' | 'skipped';

export interface Finding {
  readonly about: string;
  readonly state: FindingState;
  /** One printable line: what was found. */
  readonly found: string;
  /** What to do about it. */
  readonly advice?: string;
}
