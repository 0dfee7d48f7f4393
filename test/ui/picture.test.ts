import { describe, expect, it } from 'vitest';
import { exchangeIds } from '../../src/domain/instrument.js';
import type { FeedRow, FundingRow, MarketSnapshot } from '../../src/market/snapshot.js';
import { createPicture } from '../../src/ui/picture.js';
import { createCell } from '../../src/ui/use-market.js';
import { initialView, type ViewState } from '../../src/ui/view-state.js';
import { SAMPLE_TIME, sampleSnapshot } from '../support/sample-snapshot.js';

const base = sampleSnapshot();
const dashboard: ViewState = initialView({ exchanges: exchangeIds, asset: 'BTC' });
const withRows = (asset: string, rows: readonly FundingRow[]): Partial<MarketSnapshot> => ({
  funding: new Map(base.funding).set(asset, rows),
});
const withFirstFeed = (change: Partial<FeedRow>): Partial<MarketSnapshot> => ({
  feeds: base.feeds.map((feed, at) => (at === 0 ? { ...feed, ...change } : feed)),
});
const anew = (asset: string): Partial<MarketSnapshot> => withRows(asset, [...(base.funding.get(asset) ?? [])]);

/** How often the screen is told of snapshots that follow each other. */
function toldOf(changes: readonly Partial<MarketSnapshot>[], { view = {}, isQuiet = false }: Setting = {}): number {
  const market = createCell(base);
  const picture = createPicture(market, createCell({ ...dashboard, ...view }), isQuiet);
  let told = 0;
  picture.subscribe(() => {
    told += 1;
    expect(picture.getSnapshot()).toBe(market.getSnapshot());
  });
  for (const change of changes) market.set({ ...base, time: SAMPLE_TIME + 250, ...change });
  return told;
}

interface Setting {
  readonly view?: Partial<ViewState>;
  readonly isQuiet?: boolean;
}

const unseen: readonly (readonly [string, Partial<MarketSnapshot>])[] = [
  ['a quarter of a second passed', {}],
  ['another asset has new rates', anew('SOL')],
  ['a feed counted more messages', withFirstFeed({ messageCount: 99_999, messagesPerSecond: 77, lagMs: 3 })],
  ['a feed was heard of just now', withFirstFeed({ lastMessageTime: SAMPLE_TIME + 240 })],
];

const seen: readonly (readonly [string, Partial<MarketSnapshot>])[] = [
  ['the second is over', { time: SAMPLE_TIME + 1000 }],
  ['the shown asset has new rates', anew('BTC')],
  ['a liquidation came', { liquidations: [...base.liquidations] }],
  ['a spread stands', { arbitrage: [...base.arbitrage] }],
  ['events were counted', { bursts: [...base.bursts] }],
  ['a feed changed its state', withFirstFeed({ state: 'reconnecting' })],
  ['a feed told why', withFirstFeed({ reason: 'no message for 30 s' })],
  ['a frame could not be read', withFirstFeed({ unreadCount: 17 })],
  ['an asset is new', { assets: [...base.assets, { asset: 'NEW', instrumentCount: 1 }] }],
  [
    'the best spread of the shown asset moved',
    { assets: base.assets.map((summary) => (summary.asset === 'BTC' ? { ...summary, spread8h: 0.0123 } : summary)) },
  ],
];

describe('the dashboard', () => {
  it.each(unseen)('is not drawn again because %s', (_, change) => expect(toldOf([change])).toBe(0));
  it.each(seen)('is drawn again because %s', (_, change) => expect(toldOf([change])).toBe(1));

  it('shows the most traded asset until one is chosen', () => {
    const [first, ...others] = base.assets;
    const view = initialView({ exchanges: exchangeIds });
    const market = createCell(base);
    const picture = createPicture(market, createCell(view), false);
    market.set({ ...base, assets: [...others, ...(first ? [first] : [])] });
    expect(picture.getSnapshot()).toBe(market.getSnapshot());
  });

  it('moves by the minute when it is quiet', () => {
    const minute = Math.ceil(SAMPLE_TIME / 60_000) * 60_000;
    expect(toldOf([{ time: SAMPLE_TIME + 1000 }, { time: SAMPLE_TIME + 2000 }], { isQuiet: true })).toBe(0);
    expect(toldOf([{ time: minute }, { time: minute + 59_000 }], { isQuiet: true })).toBe(1);
  });

  it('takes a notice away when its time is over, however quiet it is', () => {
    const view = { notice: { text: 'copied', time: SAMPLE_TIME } };
    const changes = [3000, 3250, 3500].map((ms) => ({ time: SAMPLE_TIME + ms }));
    expect(toldOf(changes, { view, isQuiet: true })).toBe(1);
  });

  it('is the newest after a key', () => {
    const market = createCell(base);
    const view = createCell(dashboard);
    const picture = createPicture(market, view, false);
    const newest = { ...base, ...anew('SOL') };
    market.set(newest);
    expect(picture.getSnapshot()).toBe(base);
    view.set({ ...dashboard, asset: 'SOL' });
    expect(picture.getSnapshot()).toBe(newest);
  });

  it('hears of nothing once it is stopped', () => {
    const market = createCell(base);
    const picture = createPicture(market, createCell(dashboard), false);
    picture.stop();
    market.set({ ...base, ...anew('BTC') });
    expect(picture.getSnapshot()).toBe(base);
  });
});

describe('everything else', () => {
  it.each([
    ['another view', { view: 'board' }],
    ['a zoomed panel', { isZoomed: true }],
    ['an overlay', { mode: 'finder' }],
    ['a held picture', { held: base }],
  ] satisfies readonly (readonly [string, Partial<ViewState>])[])('is drawn with every snapshot: %s', (_, view) => {
    for (const [, change] of unseen) expect(toldOf([change], { view })).toBe(1);
  });
});
