import { describe, expect, it } from 'vitest';
import { heats } from '../../src/ui/heats.js';

type Rgb = readonly number[];

function luminance(rgb: Rgb): number {
  const [red = 0, green = 0, blue = 0] = rgb.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: Rgb, other: Rgb): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** The 6×6×6 cube of xterm's 256 colours. */
function ofCube(index: number): Rgb {
  const steps = [0, 95, 135, 175, 215, 255];
  const at = index - 16;
  return [Math.floor(at / 36), Math.floor(at / 6) % 6, at % 6].map((part) => steps[part] ?? 0);
}

const shades = Object.entries(heats).flatMap(([theme, { up, down }]) =>
  [...up, ...down].map(([, cube, rgb]) => [theme, cube, rgb] as const),
);

describe('a shaded ground', () => {
  it.each(shades)('of %s can be read: %s, %s', (_, cube, rgb) => {
    const [ink = [], ground = []] = [...rgb.matchAll(/;2;(\d+);(\d+);(\d+)/g)].map((match) => match.slice(1).map(Number));
    expect(contrast(ink, ground)).toBeGreaterThanOrEqual(4.5);
    const [cubeInk = Number.NaN, cubeGround = Number.NaN] = [...cube.matchAll(/;5;(\d+)/g)].map((match) => Number(match[1]));
    expect(contrast(ofCube(cubeInk), ofCube(cubeGround))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(Object.keys(heats) as readonly (keyof typeof heats)[])('of %s differs for every step and direction', (theme) => {
    for (const depth of [0, 1, 2] as const) {
      const all = [...heats[theme].up, ...heats[theme].down].map((step) => step[depth]);
      expect(new Set(all).size).toBe(6);
    }
  });
});
