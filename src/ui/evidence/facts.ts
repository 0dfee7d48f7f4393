// Evidence as lines: a name, and what is known under it.
import type { MarketSnapshot } from '../../market/snapshot.js';
import { padded } from '../cells.js';
import { ABSENT } from '../format.js';
import { type Span, span } from '../line.js';
import type { CoverageTable } from '../panels/bursts.js';
import type { Style } from '../theme.js';
import type { RateUnit } from '../unit.js';
import type { Zone } from '../zone.js';

export type EvidenceLine = readonly Span[];

/** What evidence is told besides its row. */
export interface EvidenceContext {
  readonly snapshot: MarketSnapshot;
  /** The moment the picture is of. */
  readonly time: number;
  readonly zone: Zone;
  readonly unit: RateUnit;
  readonly coverage: CoverageTable;
}

/** The values stand under each other, and so does what goes on under them. */
export const NAME_CELLS = 16;

export function heading(text: string): EvidenceLine {
  return [span(text, 'accent')];
}

/** `note` explains the value, in a quieter voice. */
export function fact(name: string, value: string, note = '', style: Style = 'text'): EvidenceLine {
  const isTold = value !== ABSENT;
  return [
    span(padded(name, NAME_CELLS), 'dim'),
    span(isTold ? value : 'not told', isTold ? style : 'dim'),
    span(isTold && note !== '' ? `  ${note}` : '', 'dim'),
  ];
}

/** Green up, red down, by the sign that is shown. */
export function signStyle(text: string): Style {
  return text.startsWith('+') ? 'positive' : text.startsWith('-') ? 'negative' : 'text';
}
