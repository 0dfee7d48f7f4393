// As dYdX writes: oracle prices and what changed in the markets, in batches; liquidations as trades that say so.
import type { ForcedClose } from './forced-closes.js';
import type { Quote } from './market.js';
import { byListing, decimal, lots, type Moment, type Pen, type Writer } from './writer.js';

const CONNECTION = 'demo';
/** A block has an oracle price for every market; rates and open interest follow once a second. */
const ORACLE_SLOTS: readonly number[] = [0, 5];
const TRADING_SLOT = 8;
/** From the full hour to the block that settles it. */
const BLOCK_MS = 219;

function market({ listing, indexPrice, fundingRate, openInterest, volume24hUsd }: Quote): Readonly<Record<string, string>> {
  const amount = openInterest.toFixed(4);
  return {
    ticker: listing.symbol,
    status: 'ACTIVE',
    marketType: 'CROSS',
    oraclePrice: decimal(indexPrice),
    volume24H: volume24hUsd.toFixed(4),
    nextFundingRate: fundingRate.toFixed(12),
    openInterest: amount,
    baseOpenInterest: amount,
  };
}

function byTicker<T>(quotes: readonly Quote[], describe: (quote: Quote) => T): Readonly<Record<string, T>> {
  return Object.fromEntries(quotes.map((quote) => [quote.listing.symbol, describe(quote)]));
}

function createWriter(): Writer {
  let messageId = 0;
  let tradeCount = 0;

  function batch(head: Readonly<Record<string, string>>, contents: readonly unknown[]): string {
    messageId += 1;
    return JSON.stringify({ type: 'channel_batch_data', connection_id: CONNECTION, message_id: messageId, ...head, contents });
  }

  function trade({ side, price, notionalUsd }: ForcedClose, { time }: Moment): unknown {
    tradeCount += 1;
    return {
      id: `${Math.floor(time / 1000).toString(16)}${tradeCount.toString(16).padStart(16, '0')}`,
      size: lots(notionalUsd, price),
      price: decimal(price),
      side: side === 'long' ? 'SELL' : 'BUY',
      createdAt: new Date(time).toISOString(),
      type: 'LIQUIDATED',
    };
  }

  function oraclePrices(quotes: readonly Quote[], { time }: Moment): string {
    const effectiveAt = new Date(time).toISOString();
    const prices = byTicker(quotes, ({ indexPrice }) => ({
      oraclePrice: decimal(indexPrice),
      effectiveAt,
      effectiveAtHeight: '66622979',
    }));
    return batch({ channel: 'v4_markets', version: '1.0.0' }, [{ oraclePrices: prices }]);
  }

  function trading(quotes: readonly Quote[]): string {
    const changed = byTicker(quotes, (quote) => {
      const { nextFundingRate, baseOpenInterest, openInterest, volume24H } = market(quote);
      return { nextFundingRate, baseOpenInterest, openInterest, volume24H };
    });
    return batch({ channel: 'v4_markets', version: '1.0.0' }, [{ trading: changed }]);
  }

  return {
    snapshot: (quotes) => {
      messageId += 1;
      const contents = { markets: byTicker(quotes, market) };
      return [
        JSON.stringify({ type: 'subscribed', connection_id: CONNECTION, message_id: messageId, channel: 'v4_markets', contents }),
      ];
    },
    update: (quotes, moment) => {
      if (ORACLE_SLOTS.includes(moment.slot)) return [oraclePrices(quotes, moment)];
      return moment.slot === TRADING_SLOT ? [trading(quotes)] : [];
    },
    liquidations: (closes, moment) =>
      [...byListing(closes)].map(([{ symbol }, some]) =>
        batch({ id: symbol, channel: 'v4_trades', version: '2.1.0' }, [{ trades: some.map((close) => trade(close, moment)) }]),
      ),
  };
}

export const dydxPen: Pen = {
  instrumentAnswers: (listings) => [
    JSON.stringify({ markets: Object.fromEntries(listings.map(({ symbol }) => [symbol, { ticker: symbol, status: 'ACTIVE' }])) }),
  ],
  historyAnswer: ({ symbol: ticker }, payments) => {
    const rows = payments.map(({ time, fundingRate }) => ({
      ticker,
      rate: fundingRate.toFixed(12),
      effectiveAt: new Date(time + BLOCK_MS).toISOString(),
    }));
    return JSON.stringify({ historicalFunding: rows.reverse() });
  },
  createWriter,
};
