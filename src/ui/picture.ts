// The market as far as the screen shows it. Most of what comes in is about assets that are not on the dashboard, or counts
// messages: a screen that would look the same is not worked out again.
import type { FeedRow, MarketSnapshot } from '../market/snapshot.js';
import { fundingOf, shownAsset } from './shown.js';
import { createCell, type MarketSource, type Source } from './use-market.js';
import type { Notice, ViewState } from './view-state.js';

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;
const NOTICE_MS = 3000;

/** Ages and countdowns are shown in seconds: panels that would look the same are not drawn again in between. */
export function stepped(time: number, isQuiet: boolean): number {
  const step = isQuiet ? MINUTE_MS : SECOND_MS;
  return Math.floor(time / step) * step;
}

export function noticeText(notice: Notice | undefined, time: number): string | undefined {
  return notice === undefined || time - notice.time > NOTICE_MS ? undefined : notice.text;
}

/** Of a feed, what moves with every message and is shown by the second. */
const traffic: ReadonlySet<string> = new Set<keyof FeedRow>([
  'messageCount',
  'messagesPerSecond',
  'lastMessageTime',
  'lagMs',
  'lagP99Ms',
  'connections',
  'budget',
]);

/** Parts of which the dashboard shows less than the whole. */
const looselyShown: ReadonlySet<string> = new Set<keyof MarketSnapshot>(['time', 'funding', 'assets', 'feeds']);

function isSameBut<T extends object>(before: T, after: T, left: ReadonlySet<string>): boolean {
  const keys = Object.keys(after);
  if (keys.length !== Object.keys(before).length) return false;
  return keys.every((key) => left.has(key) || Reflect.get(before, key) === Reflect.get(after, key));
}

function isSameFeed(before: FeedRow | undefined, after: FeedRow): boolean {
  return before !== undefined && (before === after || isSameBut(before, after, traffic));
}

function looksSame(before: MarketSnapshot, after: MarketSnapshot, view: ViewState, isQuiet: boolean): boolean {
  const isPlainDashboard = view.view === 'dashboard' && view.mode === 'main' && !view.isZoomed && view.held === undefined;
  if (!isPlainDashboard) return false;
  const asset = shownAsset(view, after);
  const spreadOf = ({ assets }: MarketSnapshot) => assets.find((summary) => summary.asset === asset)?.spread8h;
  return (
    stepped(before.time, isQuiet) === stepped(after.time, isQuiet) &&
    noticeText(view.notice, before.time) === noticeText(view.notice, after.time) &&
    isSameBut(before, after, looselyShown) &&
    shownAsset(view, before) === asset &&
    fundingOf(before, asset) === fundingOf(after, asset) &&
    before.assets.length === after.assets.length &&
    spreadOf(before) === spreadOf(after) &&
    before.feeds.length === after.feeds.length &&
    after.feeds.every((feed, at) => isSameFeed(before.feeds[at], feed))
  );
}

export interface Picture extends MarketSource {
  readonly stop: () => void;
}

/** The newest snapshot of `market` that looks other than the one before; whatever the reader does, the newest. */
export function createPicture(market: MarketSource, view: Source<ViewState>, isQuiet: boolean): Picture {
  const shown = createCell(market.getSnapshot());
  const stops = [
    market.subscribe(() => {
      const next = market.getSnapshot();
      if (!looksSame(shown.getSnapshot(), next, view.getSnapshot(), isQuiet)) shown.set(next);
    }),
    view.subscribe(() => shown.set(market.getSnapshot())),
  ];
  return {
    getSnapshot: shown.getSnapshot,
    subscribe: shown.subscribe,
    stop: () => {
      for (const stop of stops) stop();
    },
  };
}
