// asciichart, tamed: it throws on an empty series and on NaN, prints a line per unit without `height`, and labels a flat
// series with 0. Here: finite numbers only, at least two, and the range, height and format always given.
import asciichart from 'asciichart';
import { formatAxis } from './format.js';
import { resampled } from './sparkline.js';

export interface PlotSeries {
  readonly values: readonly number[];
  /** Opening SGR code; absent: none. */
  readonly color: string | undefined;
}

export interface Plot {
  /** Top to bottom, `width` cells each, label and axis first. */
  readonly lines: readonly string[];
  /** The line on which each series ends. */
  readonly endLines: readonly number[];
}

/** A flat series gets this much air above and below, in percent: below a displayed digit, above zero. */
const FLAT_MARGIN = 0.001;

/** `undefined` where there is nothing to draw. Each series is stretched or condensed over `width` cells, labels included, and ends in its last value. */
export function plot(series: readonly PlotSeries[], width: number, height: number): Plot | undefined {
  const drawn = series.filter(({ values }) => values.length >= 2 && values.every(Number.isFinite));
  if (drawn.length === 0 || drawn.length !== series.length || height < 2) return undefined;
  const all = drawn.flatMap(({ values }) => values);
  let min = Math.min(...all);
  let max = Math.max(...all);
  if (max - min < FLAT_MARGIN / 100) {
    min -= FLAT_MARGIN;
    max += FLAT_MARGIN;
  }
  // The library rounds both ends outwards and may need one line more than asked for.
  let rows = height - 1;
  while (rows > 1 && lineCount(min, max, rows) > height) rows -= 1;
  const step = (max - min) / rows;
  const labelCells = Math.max(formatAxis(min, step).length, formatAxis(max, step).length);
  const cells = width - labelCells - 1;
  if (cells < 2) return undefined;
  const points = drawn.map(({ values }) => [...resampled(values, cells).slice(0, -1), values.at(-1) ?? 0]);
  const text = asciichart.plot(points, {
    height: rows,
    min,
    max,
    offset: 2,
    colors: drawn.map(({ color }) => color),
    format: (value) => formatAxis(value, step).padStart(labelCells),
  });
  const ratio = rows / (max - min);
  const top = Math.round(max * ratio);
  return {
    lines: text.split('\n').slice(0, height),
    endLines: points.map((values) => top - Math.round((values.at(-1) ?? 0) * ratio)),
  };
}

function lineCount(min: number, max: number, rows: number): number {
  const ratio = rows / (max - min);
  return Math.round(max * ratio) - Math.round(min * ratio) + 1;
}
