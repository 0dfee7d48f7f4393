// What the exchanges publish of their liquidations: behind every sum, and said below it.
import { type ExchangeId, exchangeIds } from '../domain/instrument.js';
import { cellWidth } from './cells.js';
import type { CoverageTable } from './panels/bursts.js';
import { shortened } from './short-name.js';

const kinds = ['sampled', 'full', 'none'] as const;

export function isSampledBy(coverage: CoverageTable): (exchange: ExchangeId) => boolean {
  return (exchange) => coverage[exchange].liquidations === 'sampled';
}

/** Those whose liquidations can be counted at all. */
export function publishing(coverage: CoverageTable, chosen: readonly ExchangeId[]): readonly ExchangeId[] {
  return exchangeIds.filter((exchange) => chosen.includes(exchange) && coverage[exchange].liquidations !== 'none');
}

/** `binance sampled · bybit full · hyperliquid none`; where there is less room with short names, or `sampled bin okx · full byb`. */
export function coverageFooter(coverage: CoverageTable, chosen: readonly ExchangeId[], width: number): string {
  const listed = exchangeIds.filter((exchange) => chosen.includes(exchange));
  const each = (cells: number): string =>
    listed.map((exchange) => `${shortened(exchange, cells)} ${coverage[exchange].liquidations}`).join(' · ');
  const full = each(width);
  if (cellWidth(full) <= width) return full;
  const short = each(0);
  if (cellWidth(short) <= width) return short;
  const groups = kinds.map((kind) => [kind, listed.filter((exchange) => coverage[exchange].liquidations === kind)] as const);
  return groups
    .filter(([, exchanges]) => exchanges.length > 0)
    .map(([kind, exchanges]) => `${kind} ${exchanges.map((exchange) => shortened(exchange, 0)).join(' ')}`)
    .join(' · ');
}
