// Meaning → colour and glyph. No panel names a colour, and no meaning is carried by colour alone.
import type { ConnectionState, Liquidation } from '../domain/record.js';
import type { Tier } from '../domain/severity.js';

/** What the terminal can show. 0: no colour (`NO_COLOR`, a dumb or monochrome terminal); bold, dim and inverse still carry weight. */
export type ColorDepth = 0 | 16 | 256 | 'truecolor';

/** SGR parameters per depth: monochrome, 16, 256, truecolor. */
type Shades = readonly [mono: string, ansi: string, cube: string, rgb: string];

const GREY: Shades = ['2', '90', '38;5;244', '38;2;124;132;146'];
const GREEN: Shades = ['', '32', '38;5;114', '38;2;126;199;132'];
const RED: Shades = ['', '31', '38;5;204', '38;2;236;112;124'];
const YELLOW: Shades = ['', '33', '38;5;179', '38;2;217;178;95'];
const BLUE: Shades = ['', '36', '38;5;75', '38;2;97;175;239'];

const shades = {
  text: ['', '', '', ''],
  strong: ['1', '1', '1', '1'],
  dim: GREY,
  border: ['2', '90', '38;5;239', '38;2;70;77;90'],
  borderFocused: ['1', '36', '38;5;75', '38;2;97;175;239'],
  title: ['', '37', '38;5;250', '38;2;178;186;200'],
  titleFocused: ['1', '1;36', '1;38;5;117', '1;38;2;137;203;255'],
  header: GREY,
  accent: ['1', '36', '38;5;117', '38;2;137;203;255'],
  key: ['1', '36', '38;5;110', '38;2;143;178;220'],
  brand: ['1', '1;36', '1;38;5;117', '1;38;2;137;203;255'],
  flag: ['7', '30;43', '38;5;234;48;5;179', '38;2;24;26;31;48;2;217;178;95'],
  positive: GREEN,
  negative: RED,
  'side.long': RED,
  'side.short': GREEN,
  'tier.LOW': GREY,
  'tier.MEDIUM': YELLOW,
  'tier.HIGH': ['1', '1;33', '1;38;5;215', '1;38;2;242;166;90'],
  'tier.CRITICAL': ['7', '1;31', '1;38;5;203', '1;38;2;255;99;99'],
  'feed.live': GREEN,
  'feed.connecting': BLUE,
  'feed.stale': YELLOW,
  'feed.reconnecting': YELLOW,
  'feed.blocked': ['1', '31', '38;5;204', '38;2;236;112;124'],
  'feed.off': GREY,
  // Wherever an exchange is named. No green and no red: those mean up and down.
  'exchange.binance': ['', '33', '38;5;221', '38;2;240;200;90'],
  'exchange.bybit': ['', '91', '38;5;209', '38;2;245;145;85'],
  'exchange.okx': ['', '97', '38;5;255', '38;2;240;242;245'],
  'exchange.deribit': ['', '94', '38;5;75', '38;2;97;175;239'],
  'exchange.hyperliquid': ['', '96', '38;5;158', '38;2;175;245;225'],
  'exchange.dydx': ['', '35', '38;5;141', '38;2;175;140;250'],
  spark: ['', '36', '38;5;73', '38;2;98;170;170'],
  sparkUsd: ['', '35', '38;5;139', '38;2;168;140;180'],
} as const satisfies Record<string, Shades>;

export type Style = keyof typeof shades;

/** The background of a selected row; inverse where there is no colour. */
const SELECTED: Shades = ['7', '7', '48;5;237', '48;2;44;51;64'];

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
export const trendGlyphs = { rising: '↗', falling: '↘', flat: '→' } as const;

export interface Theme {
  /** `text` wrapped in the escape codes of its meaning; unchanged where it needs none. */
  readonly paint: (style: Style, text: string, isSelected?: boolean) => string;
  /** The opening code alone, for the chart library, which closes with a reset itself. */
  readonly open: (style: Style) => string | undefined;
}

const RESET = '\u001b[0m';

export function createTheme({ colors }: { readonly colors: ColorDepth }): Theme {
  const column = colors === 0 ? 0 : colors === 16 ? 1 : colors === 256 ? 2 : 3;
  const opening = (style: Style, isSelected: boolean): string => {
    const codes = [shades[style][column], isSelected ? SELECTED[column] : ''].filter((code) => code !== '');
    return codes.length === 0 ? '' : `\u001b[${codes.join(';')}m`;
  };
  const plain = new Map<Style, string>();
  const selected = new Map<Style, string>();
  for (const style of Object.keys(shades) as Style[]) {
    plain.set(style, opening(style, false));
    selected.set(style, opening(style, true));
  }
  return {
    paint: (style, text, isSelected = false) => {
      const open = (isSelected ? selected : plain).get(style) ?? '';
      return open === '' || text === '' ? text : open + text + RESET;
    },
    open: (style) => plain.get(style) || undefined,
  };
}
