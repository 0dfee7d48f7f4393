import type { ExchangeId } from '../../domain/instrument.js';
import { binancePen } from './binance.js';
import { bybitPen } from './bybit.js';
import { deribitPen } from './deribit.js';
import { dydxPen } from './dydx.js';
import { hyperliquidPen } from './hyperliquid.js';
import { okxPen } from './okx.js';
import type { Pen } from './writer.js';

export const pens: Readonly<Record<ExchangeId, Pen>> = {
  binance: binancePen,
  bybit: bybitPen,
  okx: okxPen,
  deribit: deribitPen,
  hyperliquid: hyperliquidPen,
  dydx: dydxPen,
};
