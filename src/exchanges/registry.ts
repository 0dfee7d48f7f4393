import type { ExchangeId } from '../domain/instrument.js';
import type { ExchangeAdapter } from './adapter.js';
import { binance } from './binance/adapter.js';
import { bybit } from './bybit/adapter.js';
import { deribit } from './deribit/adapter.js';
import { dydx } from './dydx/adapter.js';
import { hyperliquid } from './hyperliquid/adapter.js';
import { okx } from './okx/adapter.js';

export const adapters: Readonly<Record<ExchangeId, ExchangeAdapter>> = { binance, bybit, okx, deribit, hyperliquid, dydx };
