// The line of times under a chart.
import { formatClock, formatDay } from './format.js';
import type { Zone } from './zone.js';

const DAY_MS = 86_400_000;
/** Shorter stretches are told apart by their seconds. */
const SECONDS_BELOW_MS = 600_000;
/** A label stands at least so far from the next. */
const GAP_CELLS = 8;
const MOST_LABELS = 6;

/** `cells` wide: the first and the last time at the ends, others evenly between them. */
export function timeAxis(from: number, to: number, cells: number, zone: Zone): string {
  const isDays = to - from > 2 * DAY_MS;
  const label = (time: number): string =>
    isDays ? formatDay(time, zone(time)) : formatClock(time, zone(time), to - from < SECONDS_BELOW_MS);
  const steps = Math.max(1, Math.min(MOST_LABELS, Math.floor(cells / (label(to).length + GAP_CELLS))));
  let line = '';
  for (let step = 0; step <= steps; step += 1) {
    const text = label(from + ((to - from) * step) / steps);
    const place = step === steps ? cells - text.length : Math.round((cells * step) / steps - (step === 0 ? 0 : text.length / 2));
    if (place < line.length + Number(step > 0)) continue;
    line = line.padEnd(place) + text;
  }
  return line.slice(0, cells).padEnd(cells);
}
