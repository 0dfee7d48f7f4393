// The colours of each theme, by what they stand for. Contrast is tested against the ground each theme is for.

export const themeNames = ['dark', 'light', 'color-blind', 'mono'] as const;
export type ThemeName = (typeof themeNames)[number];

/** SGR parameters per depth: 16 colours, 256, true colour. */
export type Shades = readonly [ansi: string, cube: string, rgb: string];

const dark = {
  grey: ['90', '38;5;244', '38;2;124;132;146'],
  border: ['90', '38;5;239', '38;2;70;77;90'],
  title: ['37', '38;5;250', '38;2;178;186;200'],
  focus: ['36', '38;5;75', '38;2;97;175;239'],
  accent: ['36', '38;5;117', '38;2;137;203;255'],
  key: ['36', '38;5;110', '38;2;143;178;220'],
  flag: ['30;43', '38;5;234;48;5;179', '38;2;24;26;31;48;2;217;178;95'],
  up: ['32', '38;5;114', '38;2;126;199;132'],
  down: ['31', '38;5;204', '38;2;236;112;124'],
  good: ['32', '38;5;114', '38;2;126;199;132'],
  bad: ['31', '38;5;204', '38;2;236;112;124'],
  caution: ['33', '38;5;179', '38;2;217;178;95'],
  busy: ['36', '38;5;75', '38;2;97;175;239'],
  high: ['33', '38;5;215', '38;2;242;166;90'],
  critical: ['31', '38;5;203', '38;2;255;99;99'],
  spark: ['36', '38;5;73', '38;2;98;170;170'],
  sparkUsd: ['35', '38;5;139', '38;2;168;140;180'],
  // Wherever an exchange is named. No green and no red: those mean up and down.
  binance: ['33', '38;5;221', '38;2;240;200;90'],
  bybit: ['91', '38;5;209', '38;2;245;145;85'],
  okx: ['97', '38;5;255', '38;2;240;242;245'],
  deribit: ['94', '38;5;75', '38;2;97;175;239'],
  hyperliquid: ['96', '38;5;158', '38;2;175;245;225'],
  dydx: ['35', '38;5;141', '38;2;175;140;250'],
  /** The background of a selected row. */
  selected: ['7', '48;5;237', '48;2;44;51;64'],
} as const satisfies Record<string, Shades>;

export type Hue = keyof typeof dark;
export type Palette = Readonly<Record<Hue, Shades>>;

const light: Palette = {
  grey: ['90', '38;5;242', '38;2;96;103;115'],
  border: ['37', '38;5;250', '38;2;190;196;206'],
  title: ['30', '38;5;238', '38;2;62;68;81'],
  focus: ['34', '38;5;25', '38;2;0;92;175'],
  accent: ['34', '38;5;25', '38;2;0;92;175'],
  key: ['34', '38;5;24', '38;2;36;84;130'],
  flag: ['30;43', '38;5;231;48;5;94', '38;2;255;255;255;48;2;138;94;0'],
  up: ['32', '38;5;22', '38;2;0;108;40'],
  down: ['31', '38;5;160', '38;2;190;24;48'],
  good: ['32', '38;5;22', '38;2;0;108;40'],
  bad: ['31', '38;5;160', '38;2;190;24;48'],
  caution: ['33', '38;5;94', '38;2;138;94;0'],
  busy: ['34', '38;5;25', '38;2;0;92;175'],
  high: ['33', '38;5;130', '38;2;176;84;0'],
  critical: ['31', '38;5;124', '38;2;180;0;0'],
  spark: ['36', '38;5;23', '38;2;0;110;110'],
  sparkUsd: ['35', '38;5;96', '38;2;122;86;138'],
  binance: ['33', '38;5;94', '38;2;138;94;0'],
  bybit: ['91', '38;5;130', '38;2;176;76;10'],
  okx: ['30', '38;5;236', '38;2;45;48;56'],
  deribit: ['34', '38;5;25', '38;2;0;92;175'],
  hyperliquid: ['36', '38;5;23', '38;2;0;108;100'],
  dydx: ['35', '38;5;91', '38;2;120;50;190'],
  selected: ['7', '48;5;254', '48;2;222;228;238'],
};

// After Okabe and Ito's set, which readers with any colour vision tell apart: https://jfly.uni-koeln.de/color/
const colorBlind: Palette = {
  ...dark,
  up: ['94', '38;5;75', '38;2;86;180;233'],
  down: ['33', '38;5;214', '38;2;230;159;0'],
  good: ['94', '38;5;75', '38;2;86;180;233'],
  bad: ['33', '38;5;208', '38;2;235;115;20'],
  caution: ['93', '38;5;227', '38;2;240;228;66'],
  busy: ['37', '38;5;250', '38;2;178;186;200'],
  high: ['33', '38;5;214', '38;2;230;159;0'],
  critical: ['95', '38;5;211', '38;2;240;140;190'],
};

/** `mono` has none: weight, glyphs and words carry everything. */
export const palettes: Readonly<Record<Exclude<ThemeName, 'mono'>, Palette>> = { dark, light, 'color-blind': colorBlind };
