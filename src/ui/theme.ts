// Meaning → colour and glyph. No panel names a colour, and no meaning is carried by colour alone.
import type { ConnectionState, Liquidation } from '../domain/record.js';
import type { Tier } from '../domain/severity.js';
import { heats } from './heats.js';
import { type Hue, palettes, type ThemeName } from './palettes.js';

/** What the terminal can show. 0: no colour (`NO_COLOR`, a dumb or monochrome terminal); bold, dim and inverse still carry weight. */
export type ColorDepth = 0 | 16 | 256 | 'truecolor';

/** `mono`: the weight that is left without colour. `isBold`: with colour as well. */
interface StyleSpec {
  readonly hue?: Hue;
  /** A shaded ground, the stronger the further along. */
  readonly heat?: readonly [direction: 'up' | 'down', step: 0 | 1 | 2];
  readonly mono: '' | '1' | '2' | '7';
  readonly isBold?: boolean;
}

const styles = {
  text: { mono: '' },
  strong: { mono: '1', isBold: true },
  dim: { hue: 'grey', mono: '2' },
  border: { hue: 'border', mono: '2' },
  borderFocused: { hue: 'focus', mono: '1' },
  title: { hue: 'title', mono: '' },
  titleFocused: { hue: 'accent', mono: '1', isBold: true },
  header: { hue: 'grey', mono: '2' },
  accent: { hue: 'accent', mono: '1' },
  key: { hue: 'key', mono: '1' },
  alert: { hue: 'caution', mono: '1', isBold: true },
  brand: { hue: 'accent', mono: '1', isBold: true },
  flag: { hue: 'flag', mono: '7' },
  positive: { hue: 'up', mono: '' },
  negative: { hue: 'down', mono: '' },
  'side.long': { hue: 'down', mono: '' },
  'side.short': { hue: 'up', mono: '' },
  'tier.LOW': { hue: 'grey', mono: '2' },
  'tier.MEDIUM': { hue: 'caution', mono: '' },
  'tier.HIGH': { hue: 'high', mono: '1', isBold: true },
  'tier.CRITICAL': { hue: 'critical', mono: '7', isBold: true },
  'feed.live': { hue: 'good', mono: '' },
  'feed.connecting': { hue: 'busy', mono: '' },
  'feed.stale': { hue: 'caution', mono: '' },
  'feed.reconnecting': { hue: 'caution', mono: '' },
  'feed.blocked': { hue: 'bad', mono: '1' },
  'feed.off': { hue: 'grey', mono: '2' },
  'exchange.binance': { hue: 'binance', mono: '' },
  'exchange.bybit': { hue: 'bybit', mono: '' },
  'exchange.okx': { hue: 'okx', mono: '' },
  'exchange.deribit': { hue: 'deribit', mono: '' },
  'exchange.hyperliquid': { hue: 'hyperliquid', mono: '' },
  'exchange.dydx': { hue: 'dydx', mono: '' },
  'heat.up1': { heat: ['up', 0], mono: '' },
  'heat.up2': { heat: ['up', 1], mono: '1' },
  'heat.up3': { heat: ['up', 2], mono: '7' },
  'heat.down1': { heat: ['down', 0], mono: '' },
  'heat.down2': { heat: ['down', 1], mono: '1' },
  'heat.down3': { heat: ['down', 2], mono: '7' },
  spark: { hue: 'spark', mono: '' },
  sparkUsd: { hue: 'sparkUsd', mono: '' },
} as const satisfies Record<string, StyleSpec>;

export type Style = keyof typeof styles;
export const styleNames = Object.keys(styles) as readonly Style[];

/** Marks a selected row where there is no colour for its background. */
const INVERSE = '7';

export const tierGlyphs: Readonly<Record<Tier, string>> = { LOW: '·', MEDIUM: '◇', HIGH: '◆', CRITICAL: '✸' };
export const sideGlyphs: Readonly<Record<Liquidation['side'], string>> = { long: '▼', short: '▲' };
export const feedGlyphs: Readonly<Record<ConnectionState, string>> = {
  live: '●',
  connecting: '◐',
  stale: '◌',
  reconnecting: '↻',
  blocked: '✖',
  off: '○',
};
/** An alert stands. */
export const ALERT_GLYPH = '!';
/** One stands that somebody has seen, or whose asset is muted. */
export const ATTENDED_GLYPH = '·';
/** An asset on the watch list. */
export const WATCHED_GLYPH = '★';
export const trendGlyphs = { rising: '↗', falling: '↘', flat: '→' } as const;

export interface Theme {
  /** `text` wrapped in the escape codes of its meaning; unchanged where it needs none. */
  readonly paint: (style: Style, text: string, isSelected?: boolean) => string;
  /** The opening code alone, for the chart library, which closes with a reset itself. */
  readonly open: (style: Style) => string | undefined;
}

const RESET = '\u001b[0m';

export const upColors = ['green', 'red'] as const;
/** Of what rises. In the colour-blind theme `green` is blue and `red` orange. */
export type UpColor = (typeof upColors)[number];

export interface ThemeOptions {
  readonly colors: ColorDepth;
  readonly name?: ThemeName;
  readonly upColor?: UpColor;
}

const mirrored: Partial<Record<Hue, Hue>> = { up: 'down', down: 'up' };

export function createTheme({ colors, name = 'dark', upColor = 'green' }: ThemeOptions): Theme {
  const depth = colors === 16 ? 0 : colors === 256 ? 1 : 2;
  const palette = colors === 0 || name === 'mono' ? undefined : palettes[name];
  const codes = ({ hue, heat, mono, isBold }: StyleSpec): readonly string[] => {
    if (palette === undefined || name === 'mono') return [mono];
    if (heat !== undefined) {
      const [direction, step] = heat;
      const shown = upColor === 'red' ? ({ up: 'down', down: 'up' } as const)[direction] : direction;
      return [heats[name][shown][step][depth]];
    }
    const shown = hue !== undefined && upColor === 'red' ? (mirrored[hue] ?? hue) : hue;
    return [isBold ? '1' : '', shown === undefined ? '' : palette[shown][depth]];
  };
  const opening = (parameters: readonly string[]): string => {
    const given = parameters.filter((parameter) => parameter !== '');
    return given.length === 0 ? '' : `\u001b[${given.join(';')}m`;
  };
  const background = palette === undefined ? INVERSE : palette.selected[depth];
  const plain = new Map(styleNames.map((style) => [style, opening(codes(styles[style]))]));
  const selected = new Map(styleNames.map((style) => [style, opening([...codes(styles[style]), background])]));
  return {
    paint: (style, text, isSelected = false) => {
      const open = (isSelected ? selected : plain).get(style) ?? '';
      return open === '' || text === '' ? text : open + text + RESET;
    },
    open: (style) => plain.get(style) || undefined,
  };
}
