// The row whose evidence is open: kept as it was when it was opened, and followed while the market still lists it.
import type { AlertRow } from '../../market/alert-log.js';
import type { ArbitrageRow, FeedRow, FundingRow, LiquidationRow, MarketSnapshot } from '../../market/snapshot.js';

export type Subject =
  | { readonly kind: 'funding'; readonly row: FundingRow }
  | { readonly kind: 'liquidation'; readonly row: LiquidationRow }
  | { readonly kind: 'arbitrage'; readonly row: ArbitrageRow }
  | { readonly kind: 'feed'; readonly row: FeedRow }
  | { readonly kind: 'alert'; readonly row: AlertRow };

export interface Followed {
  readonly subject: Subject;
  /** No longer listed: these are its last numbers. */
  readonly isGone: boolean;
}

/** The subject as the market knows it now. */
export function followed(subject: Subject, snapshot: MarketSnapshot): Followed {
  const now = listed(subject, snapshot);
  return now === undefined ? { subject, isGone: true } : { subject: now, isGone: false };
}

function listed(subject: Subject, snapshot: MarketSnapshot): Subject | undefined {
  switch (subject.kind) {
    case 'funding': {
      const { asset, key } = subject.row;
      const row = snapshot.funding.get(asset)?.find((other) => other.key === key);
      return row && { kind: 'funding', row };
    }
    case 'liquidation': {
      const { id } = subject.row.liquidation;
      const row = snapshot.liquidations.find(({ liquidation }) => liquidation.id === id);
      return row && { kind: 'liquidation', row };
    }
    case 'arbitrage': {
      const row = snapshot.arbitrage.find(({ asset }) => asset === subject.row.asset);
      return row && { kind: 'arbitrage', row };
    }
    case 'feed': {
      const { exchange } = subject.row;
      // One that was never heard of is listed nowhere, and still what it is.
      return { kind: 'feed', row: snapshot.feeds.find((feed) => feed.exchange === exchange) ?? subject.row };
    }
    case 'alert': {
      const row = snapshot.alerts.find(({ alert }) => alert.id === subject.row.alert.id);
      return row && { kind: 'alert', row };
    }
    default:
      return subject satisfies never;
  }
}
