// As Deribit writes: one ticker with everything, and trades of which some carry a liquidation flag.
import type { ForcedClose } from './forced-closes.js';
import type { Listing } from './listings.js';
import type { Quote } from './market.js';
import { decimal, inTurn, lots, type Moment, type Pen, type Writer } from './writer.js';

const PERPETUAL_EXPIRY = 32_503_708_800_000;
/** Every so many liquidations are those of the party that rested in the book. */
const MAKER_EVERY = 5;

function instrumentRow({ symbol, base, quote, isInverse, contractSize }: Listing): unknown {
  const type = isInverse ? 'reversed' : 'linear';
  return {
    price_index: `${base}_${quote}`.toLowerCase(),
    kind: 'future',
    instrument_name: symbol,
    instrument_type: type,
    future_type: type,
    expiration_timestamp: PERPETUAL_EXPIRY,
    is_active: true,
    contract_size: contractSize,
    settlement_period: 'perpetual',
    settlement_currency: isInverse ? base : quote,
    base_currency: base,
    counter_currency: quote,
    quote_currency: quote,
  };
}

function notification(channel: string, data: unknown): string {
  return JSON.stringify({ jsonrpc: '2.0', method: 'subscription', params: { channel, data } });
}

function ticker(quote: Quote, { time }: Moment): string {
  const { listing, lastPrice, volume24hUsd, fundingRate, instantFundingRate, openInterest } = quote;
  const { symbol, isInverse } = listing;
  return notification(`ticker.${symbol}.agg2`, {
    timestamp: time,
    state: 'open',
    stats: { volume: Number((volume24hUsd / lastPrice).toFixed(4)), volume_usd: Math.round(volume24hUsd), price_change: null },
    index_price: Number(decimal(quote.indexPrice)),
    instrument_name: symbol,
    last_price: Number(decimal(lastPrice)),
    open_interest: isInverse ? Math.round(openInterest / 10) * 10 : Number(openInterest.toFixed(3)),
    mark_price: Number(decimal(quote.markPrice)),
    current_funding: Number(instantFundingRate.toFixed(8)),
    funding_8h: Number(fundingRate.toFixed(8)),
  });
}

function createWriter(): Writer {
  let tradeCount = 0;

  function trade({ listing, side, price, notionalUsd }: ForcedClose, { time }: Moment): unknown {
    tradeCount += 1;
    const isMaker = tradeCount % MAKER_EVERY === 0;
    // The direction is the taker's. A long that is liquidated sells; whoever takes from it buys.
    const isTakerSelling = (side === 'long') !== isMaker;
    const amount = listing.isInverse ? Math.max(10, Math.round(notionalUsd / 10) * 10) : Number(lots(notionalUsd, price));
    return {
      timestamp: time - 30,
      price: Number(decimal(price)),
      amount,
      direction: isTakerSelling ? 'sell' : 'buy',
      instrument_name: listing.symbol,
      trade_seq: tradeCount,
      tick_direction: 3,
      mark_price: Number(decimal(price)),
      trade_id: `DEMO-${time}-${tradeCount}`,
      liquidation: isMaker ? 'M' : 'T',
    };
  }

  return {
    snapshot: (quotes, moment) => quotes.map((quote) => ticker(quote, moment)),
    update: (quotes, moment) => inTurn(quotes, moment).map((quote) => ticker(quote, moment)),
    liquidations: (closes, moment) =>
      closes.length === 0
        ? []
        : [
            notification(
              'trades.future.any.100ms',
              closes.map((close) => trade(close, moment)),
            ),
          ],
  };
}

export const deribitPen: Pen = {
  instrumentAnswers: (listings) => [JSON.stringify({ jsonrpc: '2.0', result: listings.map(instrumentRow), testnet: false })],
  historyAnswer: (_listing, payments) => {
    const result = payments.map(({ time, fundingRate }, index) => ({
      interest_1h: fundingRate,
      interest_8h: payments.slice(Math.max(0, index - 7), index + 1).reduce((sum, one) => sum + one.fundingRate, 0),
      timestamp: time,
    }));
    return JSON.stringify({ jsonrpc: '2.0', result, testnet: false });
  },
  createWriter,
};
