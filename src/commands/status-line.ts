// A monitor's state in one line, for a status bar or a title.
import { printable } from '../domain/text.js';
import { formatAge, formatRate8h, formatUsd } from '../ui/format.js';
import { feedGlyphs, tierGlyphs } from '../ui/theme.js';
import type { ShownState } from './monitor-state.js';

/** Permissionless listings have names as long as the line. */
const ASSET_CHARACTERS = 12;

function named(asset: string): string {
  return printable(asset, ASSET_CHARACTERS);
}

/** `BTC -0.0051%…+0.0130%`: lowest and highest rate per 8 h. */
export function rateRange({ isDemo, asset, rates }: ShownState): string {
  const name = `${isDemo ? 'DEMO ' : ''}${named(asset)}`;
  if (rates === undefined) return name;
  const [lowest, highest] = [formatRate8h(rates.lowest.rate8h), formatRate8h(rates.highest.rate8h)];
  return `${name} ${lowest === highest ? lowest : `${lowest}…${highest}`}`;
}

/** `●5 ↻okx`: how many are live, and the name of each that should be and is not. */
function lamps({ feeds }: ShownState): string {
  const wanted = feeds.filter(({ state }) => state !== 'off');
  const live = wanted.filter(({ state }) => state === 'live').length;
  const others = wanted.flatMap(({ exchange, state }) => (state === 'live' ? [] : [`${feedGlyphs[state]}${exchange}`]));
  return [`${feedGlyphs[live > 0 ? 'live' : 'off']}${live}`, ...others].join(' ');
}

/** `BTC -0.0051%…+0.0130% │ SOL +0.0212% dydx→bybit │ ✸ ETH long $1.2M 4m │ ●5 ↻okx`. */
export function statusLine(state: ShownState, now: number): string {
  const { spread, critical } = state;
  const parts = [rateRange(state)];
  if (spread) parts.push(`${named(spread.asset)} ${formatRate8h(spread.spread8h)} ${spread.long}→${spread.short}`);
  if (critical) {
    const age = formatAge(now - critical.time);
    parts.push(`${tierGlyphs.CRITICAL} ${named(critical.asset)} ${critical.side} ${formatUsd(critical.notionalUsd)} ${age}`);
  }
  return [...parts, lamps(state)].filter((part) => part !== '').join(' │ ');
}

/** tmux reads `#` in the output of a command as the begin of a format, colours and further commands included. */
export function forTmux(line: string): string {
  return line.replaceAll('#', '##');
}
