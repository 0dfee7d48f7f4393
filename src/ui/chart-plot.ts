// asciichart, tamed: it throws on an empty series and on NaN, prints a line per unit without `height`, and labels a flat
// series with 0. Here: finite numbers only, at least two, and the range, height and format always given. It knows no gaps either:
// where there are any, each series is drawn by itself and laid over those before it as far as it was known.
import asciichart from 'asciichart';
import { formatAxis } from './format.js';
import { GAP, resampled } from './sparkline.js';

export interface PlotSeries {
  /** `undefined`: not known then. */
  readonly values: readonly (number | undefined)[];
  /** Opening SGR code; absent: none. */
  readonly color: string | undefined;
}

export interface Plot {
  /** Top to bottom, `width` cells each, label and axis first. */
  readonly lines: readonly string[];
  /** The line on which each series ends. */
  readonly endLines: readonly number[];
  /** Where the lines begin: behind the labels and the axis. */
  readonly startCell: number;
}

/** A flat series gets this much air above and below, in percent: below a displayed digit, above zero. */
const FLAT_MARGIN = 0.001;
/** Between the label and the first step of a line. */
const AXIS_CELLS = 1;
const BLANK = ' ';
const RESET = '\u001b[0m';

const isKnown = (value: number | undefined): value is number => value !== undefined;

/** `undefined` where there is nothing to draw. Each series is stretched or condensed over `width` cells, labels included, and ends in its last value. */
export function plot(series: readonly PlotSeries[], width: number, height: number): Plot | undefined {
  const all = series.flatMap(({ values }) => values.filter(isKnown));
  const isDrawable = series.every(({ values }) => values.filter(isKnown).length >= 2);
  if (series.length === 0 || !isDrawable || !all.every(Number.isFinite) || height < 2) return undefined;
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
  const points = series.map(({ values }) => [...resampled(values, cells).slice(0, -1), values.at(-1)]);
  const draw = (lines: readonly (readonly number[])[], colors: readonly (string | undefined)[]): string[] =>
    asciichart
      .plot(
        lines.map((line) => [...line]),
        {
          height: rows,
          min,
          max,
          offset: 2,
          colors: [...colors],
          format: (value) => formatAxis(value, step).padStart(labelCells),
        },
      )
      .split('\n')
      .slice(0, height);
  const ratio = rows / (max - min);
  const top = Math.round(max * ratio);
  const lineOf = (value: number | undefined): number => top - Math.round((value ?? 0) * ratio);
  const colors = series.map(({ color }) => color);
  const whole = points.map((line) => line.filter(isKnown));
  const hasGaps = whole.some(({ length }) => length < cells);
  const layers = (): readonly Layer[] =>
    points.map((line, index) => ({
      rows: draw([bridged(line)], []),
      line,
      color: colors[index],
      startLine: line[0] === undefined ? undefined : lineOf(line[0]),
    }));
  return {
    lines: hasGaps ? overlaid(layers(), labelCells + AXIS_CELLS) : draw(whole, colors),
    startCell: labelCells + AXIS_CELLS,
    endLines: points.map((line) => lineOf(line.findLast(isKnown))),
  };
}

/** One series by itself, without its colour: a character is a cell. */
interface Layer {
  readonly rows: readonly string[];
  readonly line: readonly (number | undefined)[];
  readonly color: string | undefined;
  /** Where it begins on the axis. */
  readonly startLine: number | undefined;
}

function lineCount(min: number, max: number, rows: number): number {
  const ratio = rows / (max - min);
  return Math.round(max * ratio) - Math.round(min * ratio) + 1;
}

/** Gaps take the value before them, the first ones that after them: something to draw, and to clear again. */
function bridged(line: readonly (number | undefined)[]): number[] {
  let before = line.find(isKnown) ?? 0;
  return line.map((value) => {
    before = value ?? before;
    return before;
  });
}

/** Column `at` leads from point `at` to the next: it is there where both are. */
function isGap(line: readonly (number | undefined)[], at: number): boolean {
  return at < line.length - 1 && (line[at] === undefined || line[at + 1] === undefined);
}

/** The later series above the earlier ones; where none was known, a gap on the lowest line. `offset`: of the first step. */
function overlaid(layers: readonly Layer[], offset: number): string[] {
  const [first] = layers;
  if (first === undefined) return [];
  const isUpper = (layer: Layer, x: number, y: number): boolean => {
    if (x < offset) return x === offset - AXIS_CELLS && layer.startLine === y;
    return (layer.rows[y]?.[x] ?? BLANK) !== BLANK && !isGap(layer.line, x - offset);
  };
  return first.rows.map((row, y) => {
    let text = '';
    for (let x = 0; x < row.length; x += 1) {
      const upper = layers.findLast((layer) => isUpper(layer, x, y));
      if (upper !== undefined) text += painted(upper.rows[y]?.[x] ?? BLANK, upper.color);
      else if (x < offset) text += row[x];
      else text += y === first.rows.length - 1 && layers.every(({ line }) => isGap(line, x - offset)) ? GAP : BLANK;
    }
    return text;
  });
}

function painted(character: string, color: string | undefined): string {
  return color === undefined ? character : color + character + RESET;
}
