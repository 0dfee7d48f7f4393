// A lamp per exchange: glyph and name, what flows, how old it is. Widths do not move with the numbers.
import type { ConnectionState } from '../domain/record.js';
import type { FeedRow } from '../market/snapshot.js';
import { padded } from './cells.js';
import { ABSENT, formatAge, formatPace, formatPerSecond } from './format.js';
import { type Span, span, spansWidth } from './line.js';
import { shortened } from './short-name.js';
import { feedGlyphs } from './theme.js';

interface LampForm {
  readonly hasFullName: boolean;
  readonly isSpaced: boolean;
  readonly rateCells: number;
  readonly ageCells: number;
  readonly separator: number;
}

const PER_SECOND_CELLS = 5;
const PACE_CELLS = 3;
const AGE_CELLS = 3;

/** Most telling first: 120, 101, 97, 78, 54, 36 and 29 cells for six exchanges. */
const forms: readonly LampForm[] = [
  { hasFullName: true, isSpaced: true, rateCells: PER_SECOND_CELLS, ageCells: AGE_CELLS, separator: 2 },
  { hasFullName: false, isSpaced: true, rateCells: PER_SECOND_CELLS, ageCells: AGE_CELLS, separator: 2 },
  { hasFullName: false, isSpaced: true, rateCells: PER_SECOND_CELLS, ageCells: AGE_CELLS, separator: 1 },
  { hasFullName: false, isSpaced: false, rateCells: PACE_CELLS, ageCells: AGE_CELLS, separator: 1 },
  { hasFullName: false, isSpaced: false, rateCells: 0, ageCells: AGE_CELLS, separator: 1 },
  { hasFullName: false, isSpaced: true, rateCells: 0, ageCells: 0, separator: 1 },
  { hasFullName: false, isSpaced: false, rateCells: 0, ageCells: 0, separator: 1 },
];

/** In at most five letters, in the place of the rate: what is not live has none. */
const shortStates: Readonly<Record<ConnectionState, string>> = {
  live: 'live',
  connecting: 'conn',
  stale: 'stale',
  reconnecting: 'retry',
  blocked: 'block',
  off: 'off',
};

function rateText({ state, messagesPerSecond }: FeedRow, cells: number): string {
  if (cells < PER_SECOND_CELLS) return state === 'off' ? shortStates.off : formatPace(messagesPerSecond);
  return state === 'live' ? formatPerSecond(messagesPerSecond) : shortStates[state];
}

function ageText({ state, lastMessageTime }: FeedRow, time: number): string {
  if (state === 'off') return '';
  return lastMessageTime === undefined ? ABSENT : formatAge(time - lastMessageTime);
}

function lamp(feed: FeedRow, time: number, form: LampForm): readonly Span[] {
  const style = `feed.${feed.state}` as const;
  const name = form.hasFullName ? feed.exchange : shortened(feed.exchange, 0);
  let numbers = '';
  if (form.rateCells > 0) numbers += ` ${padded(rateText(feed, form.rateCells), form.rateCells, 'right')}`;
  if (form.ageCells > 0) numbers += ` ${padded(ageText(feed, time), form.ageCells, 'right')}`;
  return [
    span(form.isSpaced ? `${feedGlyphs[feed.state]} ` : feedGlyphs[feed.state], style),
    span(name, feed.state === 'off' ? 'dim' : 'text'),
    span(numbers, feed.state === 'live' ? 'dim' : style),
  ];
}

/** One blank, then as much about every exchange as fits into `room`. */
export function lampSpans(feeds: readonly FeedRow[], time: number, room: number): readonly Span[] {
  let spans: readonly Span[] = [];
  for (const form of forms) {
    spans = feeds.flatMap((feed, index) => [span(' '.repeat(index === 0 ? 1 : form.separator)), ...lamp(feed, time, form)]);
    if (spansWidth(spans) <= room) break;
  }
  return spans;
}
