import { describe, expect, it } from 'vitest';
import { palettes, type ThemeName, themeNames } from '../../src/ui/palettes.js';
import { type ColorDepth, createTheme, styleNames, upColors } from '../../src/ui/theme.js';

type Rgb = readonly [red: number, green: number, blue: number];

const depths: readonly ColorDepth[] = [0, 16, 256, 'truecolor'];
const WHITE: Rgb = [255, 255, 255];
/** What dark terminals have at their lightest. */
const DARK_GROUND: Rgb = [30, 30, 40];

function rgbOf(code: string): Rgb {
  const [red = 0, green = 0, blue = 0] = code.split(';').slice(2).map(Number);
  return [red, green, blue];
}

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(color: Rgb): number {
  const linear = color.map((part) => (part <= 10 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * (linear[0] ?? 0) + 0.7152 * (linear[1] ?? 0) + 0.0722 * (linear[2] ?? 0);
}

function contrast(one: Rgb, other: Rgb): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** How a reader without one kind of cone sees a colour: Viénot, Brettel and Mollon 1999. */
const kinds = {
  protanopia: [
    [0.11238, 0.88762, 0],
    [0.11238, 0.88762, 0],
    [0.00401, -0.00401, 1],
  ],
  deuteranopia: [
    [0.29275, 0.70725, 0],
    [0.29275, 0.70725, 0],
    [-0.02234, 0.02234, 1],
  ],
} as const;

function seen([red, green, blue]: Rgb, kind: keyof typeof kinds): Rgb {
  const [r, g, b] = kinds[kind].map(([x, y, z]) => x * red + y * green + z * blue);
  return [r ?? 0, g ?? 0, b ?? 0];
}

const distance = (one: Rgb, other: Rgb): number => Math.hypot(...one.map((part, at) => part - (other[at] ?? 0)));

describe('a palette', () => {
  it.each([
    ['dark', DARK_GROUND],
    ['color-blind', DARK_GROUND],
    ['light', WHITE],
  ] as const)('%s can be read on its ground, selected or not', (name, ground) => {
    const { border: _, flag: __, selected, ...inks } = palettes[name];
    for (const [hue, [, , rgb]] of Object.entries(inks)) {
      // WCAG asks for 4.5 for text and 3 for large text; the grey of what matters least and a selected row get by with less.
      expect(contrast(rgbOf(rgb), ground), hue).toBeGreaterThanOrEqual(hue === 'grey' ? 4 : 4.5);
      expect(contrast(rgbOf(rgb), rgbOf(selected[2])), hue).toBeGreaterThanOrEqual(3);
    }
  });

  it.each(['protanopia', 'deuteranopia'] as const)(
    'color-blind keeps up and down apart under %s, where dark does not',
    (kind) => {
      const apart = (name: 'dark' | 'color-blind'): number =>
        distance(seen(rgbOf(palettes[name].up[2]), kind), seen(rgbOf(palettes[name].down[2]), kind));
      expect(apart('color-blind')).toBeGreaterThan(150);
      expect(apart('color-blind')).toBeGreaterThan(2 * apart('dark'));
    },
  );
});

describe('a theme', () => {
  const colorCode = /\u001b\[(?:\d+;)*(?:[34]\d|9\d|10\d)(?:;\d+)*m/;

  it.each(themeNames)('%s gives nothing but weight without colours', (name) => {
    const theme = createTheme({ colors: 0, name });
    for (const style of styleNames)
      for (const isSelected of [false, true]) expect(theme.paint(style, 'x', isSelected)).not.toMatch(colorCode);
    expect(theme.paint('text', 'x')).toBe('x');
    expect(theme.paint('text', 'x', true)).toBe('\u001b[7mx\u001b[0m');
  });

  it.each(depths)('mono has no colour on a terminal of depth %s', (colors) => {
    const theme = createTheme({ colors, name: 'mono' });
    const without = createTheme({ colors: 0 });
    for (const style of styleNames) expect(theme.paint(style, 'x')).toBe(without.paint(style, 'x'));
  });

  it('swaps the colours of rising and falling and no other', () => {
    const swapped = createTheme({ colors: 'truecolor', upColor: 'red' });
    const usual = createTheme({ colors: 'truecolor' });
    expect(swapped.paint('positive', 'x')).toBe(usual.paint('negative', 'x'));
    expect(swapped.paint('side.short', 'x')).toBe(usual.paint('side.long', 'x'));
    expect(swapped.paint('feed.live', 'x')).toBe(usual.paint('feed.live', 'x'));
    expect(swapped.paint('feed.blocked', 'x')).toBe(usual.paint('feed.blocked', 'x'));
  });

  const looks = themeNames.flatMap((name) => depths.flatMap((colors) => upColors.map((upColor) => ({ name, colors, upColor }))));
  it.each(looks)('ends every painted text in a reset: $name, $colors, up $upColor', (options) => {
    const theme = createTheme(options);
    for (const style of styleNames) {
      const text = theme.paint(style, 'x', true);
      expect(text).toMatch(/^\u001b\[[\d;]+mx\u001b\[0m$/);
      expect(theme.paint(style, '')).toBe('');
    }
  });

  it.each(['dark', 'light', 'color-blind'] satisfies ThemeName[])(
    '%s has its own colour for up, down and each exchange',
    (name) => {
      for (const colors of [16, 256, 'truecolor'] as const) {
        const theme = createTheme({ colors, name });
        const exchanges = styleNames.filter((style) => style.startsWith('exchange.')).map((style) => theme.open(style));
        expect(new Set(exchanges).size).toBe(exchanges.length);
        expect(theme.open('positive')).not.toBe(theme.open('negative'));
      }
    },
  );
});
