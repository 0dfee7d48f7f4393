// What of the market is on the screen now, given what the reader has chosen.
import { type ExchangeId, exchangeIds } from '../domain/instrument.js';
import type { AssetSummary, FeedRow, FundingRow, LiquidationRow, MarketSnapshot } from '../market/snapshot.js';
import { matchingAssets } from './finder-match.js';
import { formatCount } from './format.js';
import { filtered } from './liquidation-filter.js';
import type { ListPanelId, ViewState } from './view-state.js';

const noRows: readonly FundingRow[] = [];

/** The chosen asset, or the most traded one; empty before there is any. */
export function shownAsset(view: ViewState, snapshot: MarketSnapshot): string {
  return view.asset ?? snapshot.assets[0]?.asset ?? '';
}

export function fundingOf(snapshot: MarketSnapshot, asset: string): readonly FundingRow[] {
  return snapshot.funding.get(asset) ?? noRows;
}

/** The asset `by` places further in the list, round and round. */
export function neighbourAsset(snapshot: MarketSnapshot, asset: string, by: number): string | undefined {
  const { assets } = snapshot;
  const at = assets.findIndex((summary) => summary.asset === asset);
  if (at === -1) return assets[0]?.asset;
  return assets[(at + by + assets.length) % assets.length]?.asset;
}

/** A feed for every exchange: one that was not heard of yet is connecting, or was not chosen. */
export function everyFeed(feeds: readonly FeedRow[], chosen: readonly ExchangeId[]): readonly FeedRow[] {
  if (feeds.length === exchangeIds.length) return feeds;
  return exchangeIds.map((exchange) => feeds.find((feed) => feed.exchange === exchange) ?? unheard(exchange, chosen));
}

function unheard(exchange: ExchangeId, chosen: readonly ExchangeId[]): FeedRow {
  const state = chosen.includes(exchange) ? 'connecting' : 'off';
  return { exchange, state, sinceTime: 0, messagesPerSecond: 0, messageCount: 0, unreadCount: 0, reconnectCount: 0 };
}

export function finderMatches(view: ViewState, snapshot: MarketSnapshot): readonly AssetSummary[] {
  return matchingAssets(snapshot.assets, view.query);
}

/** Those the reader wants to see. */
export function liquidationsOf(view: ViewState, snapshot: MarketSnapshot): readonly LiquidationRow[] {
  return filtered(snapshot.liquidations, view.reading.filter, shownAsset(view, snapshot));
}

/** The identities of a list's rows, top to bottom. */
export function rowIds(panel: ListPanelId, view: ViewState, snapshot: MarketSnapshot): readonly string[] {
  switch (panel) {
    case 'funding':
      return fundingOf(snapshot, shownAsset(view, snapshot)).map(({ key }) => key);
    case 'liquidations':
      return liquidationsOf(view, snapshot).map(({ liquidation }) => liquidation.id);
    case 'arbitrage':
      return snapshot.arbitrage.map(({ alert }) => alert.id);
    default:
      return panel satisfies never;
  }
}

/** How many liquidations came since the picture was held; `200+` when the newest held one has left the list. Empty for none. */
export function waitingLiquidations(held: MarketSnapshot | undefined, live: MarketSnapshot): string {
  if (held === undefined || held.liquidations === live.liquidations) return '';
  const newest = held.liquidations[0]?.liquidation.id;
  const since =
    newest === undefined ? live.liquidations.length : live.liquidations.findIndex(({ liquidation }) => liquidation.id === newest);
  if (since === 0) return '';
  return since === -1 ? `${formatCount(live.liquidations.length)}+` : formatCount(since);
}
