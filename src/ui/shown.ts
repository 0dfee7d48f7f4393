// What of the market is on the screen now, given what the reader has chosen.
import { type ExchangeId, exchangeIds } from '../domain/instrument.js';
import type { AlertRow } from '../market/alert-log.js';
import type { ArbitrageRow, AssetSummary, FeedRow, FundingRow, LiquidationRow, MarketSnapshot } from '../market/snapshot.js';
import { alertId, ofKind } from './alert-rows.js';
import { matchingAssets } from './finder-match.js';
import { formatCount } from './format.js';
import { filtered } from './liquidation-filter.js';
import { windowOf } from './list-cursor.js';
import { ordered } from './list-order.js';
import { alertKeys, arbitrageKeys, boardKeys, feedKeys, fundingKeys, liquidationKeys } from './sort-keys.js';
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
  const counts = {
    messagesPerSecond: 0,
    messageCount: 0,
    reconnectCount: 0,
    unreadCount: 0,
    refusedCount: 0,
    failedRequestCount: 0,
  };
  return { exchange, state, sinceTime: 0, ...counts, changes: [], connections: [] };
}

export function finderMatches(view: ViewState, snapshot: MarketSnapshot): readonly AssetSummary[] {
  return matchingAssets(snapshot.assets, view.query);
}

export const fundingId = ({ key }: FundingRow): string => key;
export const liquidationId = ({ liquidation }: LiquidationRow): string => liquidation.id;
export const boardId = ({ asset }: AssetSummary): string => asset;
export const feedId = ({ exchange }: FeedRow): string => exchange;
export const arbitrageId = ({ asset }: ArbitrageRow): string => asset;

/** Every list as it stands on the screen: what the reader wants to see, in the order of choice. */
export function listedFunding(view: ViewState, snapshot: MarketSnapshot): readonly FundingRow[] {
  return ordered(fundingOf(snapshot, shownAsset(view, snapshot)), view.orders.funding, fundingId, fundingKeys(snapshot.history));
}

export function listedLiquidations(view: ViewState, snapshot: MarketSnapshot): readonly LiquidationRow[] {
  const passing = filtered(snapshot.liquidations, view.reading.filter, shownAsset(view, snapshot));
  return ordered(passing, view.orders.liquidations, liquidationId, liquidationKeys);
}

export function listedArbitrage(view: ViewState, snapshot: MarketSnapshot): readonly ArbitrageRow[] {
  return ordered(snapshot.arbitrage, view.orders.arbitrage, arbitrageId, arbitrageKeys);
}

export function listedAssets(view: ViewState, snapshot: MarketSnapshot): readonly AssetSummary[] {
  return ordered(snapshot.assets, view.orders.board, boardId, boardKeys(snapshot.funding));
}

export function listedFeeds(view: ViewState, snapshot: MarketSnapshot): readonly FeedRow[] {
  return ordered(everyFeed(snapshot.feeds, view.exchanges), view.orders.feeds, feedId, feedKeys);
}

export function listedAlerts(view: ViewState, snapshot: MarketSnapshot): readonly AlertRow[] {
  return ordered(ofKind(snapshot.alerts, view.alertKind), view.orders.alerts, alertId, alertKeys);
}

/** The asset of the board's selected row. */
export function boardAsset(view: ViewState, snapshot: MarketSnapshot): string | undefined {
  const ids = rowIds('board', view, snapshot);
  return ids[windowOf(view.cursors.board, ids, 1).selected];
}

/** How many rows a list has: in whatever order. */
export function rowCount(panel: ListPanelId, view: ViewState, snapshot: MarketSnapshot): number {
  switch (panel) {
    case 'funding':
      return fundingOf(snapshot, shownAsset(view, snapshot)).length;
    case 'liquidations':
      return filtered(snapshot.liquidations, view.reading.filter, shownAsset(view, snapshot)).length;
    case 'arbitrage':
      return snapshot.arbitrage.length;
    case 'board':
      return snapshot.assets.length;
    case 'feeds':
      return exchangeIds.length;
    case 'alerts':
      return ofKind(snapshot.alerts, view.alertKind).length;
    default:
      return panel satisfies never;
  }
}

/** The identities of a list's rows, top to bottom. */
export function rowIds(panel: ListPanelId, view: ViewState, snapshot: MarketSnapshot): readonly string[] {
  switch (panel) {
    case 'funding':
      return listedFunding(view, snapshot).map(fundingId);
    case 'liquidations':
      return listedLiquidations(view, snapshot).map(liquidationId);
    case 'arbitrage':
      return listedArbitrage(view, snapshot).map(arbitrageId);
    case 'board':
      return listedAssets(view, snapshot).map(boardId);
    case 'feeds':
      return listedFeeds(view, snapshot).map(feedId);
    case 'alerts':
      return listedAlerts(view, snapshot).map(alertId);
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
