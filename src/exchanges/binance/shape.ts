// All that is read of the frames of the streams below.
import { decimal, exactly, fields, listOf, names, value } from '../wanted.js';

const symbols = names(4096);
const words = names(1024);
const markPriceUpdate = exactly('markPriceUpdate');

/** Nearly all of the traffic: a frame holds up to 744 of them. */
const markPrice = fields((take) => ({
  e: take(markPriceUpdate),
  E: take(decimal),
  s: take(symbols),
  p: take(decimal),
  i: take(decimal),
  r: take(decimal),
  T: take(decimal),
}));
const markPrices = listOf(markPrice);
export const markPriceStream = /\{"stream":"(?:!markPrice@arr|[^"@\\]*@markPrice)/y;
export const markPriceFrame = fields((take) => ({ stream: take(words), data: take(markPrices) }));

const order = fields((take) => ({
  s: take(symbols),
  S: take(words),
  X: take(words),
  p: take(decimal),
  ap: take(decimal),
  q: take(decimal),
  z: take(decimal),
  T: take(decimal),
}));
/** A ticker or a liquidation. */
const event = fields((take) => ({
  e: take(words),
  E: take(decimal),
  s: take(symbols),
  c: take(decimal),
  v: take(decimal),
  q: take(decimal),
  x: take(value),
  o: take(order),
}));
const events = listOf(event);

export const eventStream = /\{"stream":"[^"@]*@?(?:ticker|miniTicker|forceOrder)\b/y;
export const eventFrame = fields((take) => ({ stream: take(words), data: take(events) }));
