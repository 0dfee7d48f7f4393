const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
/** Nothing was measured then: the line was down. */
export const GAP = '┄';
const ZERO = ' ';

/** One cell a value, from zero to the largest. Nothing happened is a blank, nothing known a `┄`. */
export function sparkline(values: readonly (number | undefined)[]): string {
  let top = 0;
  for (const value of values) if (value !== undefined && value > top) top = value;
  return values.map((value) => (value === undefined ? GAP : value <= 0 ? ZERO : bar(value / top))).join('');
}

/** The same over `height` lines, the uppermost first; gaps lie on the lowest. */
export function tallSparkline(values: readonly (number | undefined)[], height: number): readonly string[] {
  const top = Math.max(0, ...values.map((value) => value ?? 0));
  const steps = height * BARS.length;
  return Array.from({ length: height }, (_, line) => {
    const below = (height - 1 - line) * BARS.length;
    return values
      .map((value) => {
        if (value === undefined) return below === 0 ? GAP : ZERO;
        // As on one line: what there is at all has a bar.
        const filled = value <= 0 ? 0 : Math.min(steps, Math.floor((value / top) * steps) + 1);
        return BARS[Math.min(BARS.length, filled - below) - 1] ?? ZERO;
      })
      .join('');
  });
}

/**
 * One cell a value, from the smallest to the largest: for a level, which has no natural zero. Values that differ by less than
 * `leastRange` keep to the middle: noise is not to look like a move.
 */
export function levelSparkline(values: readonly (number | undefined)[], leastRange: number): string {
  const known = values.filter((value) => value !== undefined);
  const smallest = Math.min(...known);
  const largest = Math.max(...known);
  const range = Math.max(largest - smallest, leastRange);
  const low = (smallest + largest - range) / 2;
  return values.map((value) => (value === undefined ? GAP : bar(range === 0 ? 0.5 : (value - low) / range))).join('');
}

function bar(share: number): string {
  return BARS[Math.min(BARS.length - 1, Math.floor(share * BARS.length))] ?? BARS[0];
}

/**
 * Sums of `secondsPerCell` values each, newest last. Cells begin at whole multiples of their length on the clock, so that a
 * bar keeps its value while it moves left. A cell is a gap only when all of it is.
 */
export function bucketed(
  values: readonly (number | undefined)[],
  secondsPerCell: number,
  time: number,
  cells: number,
): readonly (number | undefined)[] {
  const newest = Math.floor(time / 1000);
  const lastCell = Math.floor(newest / secondsPerCell);
  const sums: (number | undefined)[] = new Array<number | undefined>(cells).fill(undefined);
  for (let back = 0; back < values.length; back += 1) {
    const value = values[values.length - 1 - back];
    const cell = cells - 1 - (lastCell - Math.floor((newest - back) / secondsPerCell));
    if (cell < 0) break;
    if (value !== undefined) sums[cell] = (sums[cell] ?? 0) + value;
  }
  return sums;
}

/**
 * `count` values over the whole length: means where there are more, points of the lines between them where there are fewer. What is
 * not known stays so.
 */
export function resampled(values: readonly (number | undefined)[], count: number): (number | undefined)[] {
  return values.length < count ? interpolated(values, count) : condensed(values, count);
}

function interpolated(values: readonly (number | undefined)[], count: number): (number | undefined)[] {
  return Array.from({ length: count }, (_, index) => {
    const place = (index * (values.length - 1)) / (count - 1);
    const before = values[Math.floor(place)];
    const after = values[Math.ceil(place)];
    if (before === undefined || after === undefined) return values[Math.round(place)];
    return before + (after - before) * (place - Math.floor(place));
  });
}

function condensed(values: readonly (number | undefined)[], count: number): (number | undefined)[] {
  const result: (number | undefined)[] = [];
  for (let index = 0; index < count; index += 1) {
    const from = Math.floor((index * values.length) / count);
    const to = Math.floor(((index + 1) * values.length) / count);
    const known = values.slice(from, to).filter((value) => value !== undefined);
    result.push(known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0) / known.length);
  }
  return result;
}
