// Columns × rows → a box per panel. Bands lie under each other; where it is wide enough a band holds two panels.
import type { ViewId } from './views.js';

/** The dashboard's, in the order of the focus. */
export const panelIds = ['funding', 'liquidations', 'arbitrage', 'bursts', 'chart'] as const;
/** The other views' own panels, and those that stand beside them and never have the focus. */
export type PanelId =
  | (typeof panelIds)[number]
  | 'board'
  | 'feeds'
  | 'alerts'
  | 'totals'
  | 'tiers'
  | 'hours'
  | 'levels'
  | 'clusters'
  | 'paces'
  | 'times'
  | 'histogram'
  | 'notes'
  | 'quarantine'
  | 'model'
  | 'delivery';

/** Of the terminal. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Layout {
  readonly status: Box;
  readonly footer: Box;
  /** Missing: no room, or not of this view; the focused panel is always there, and funding on the dashboard. */
  readonly panels: ReadonlyMap<PanelId, Box>;
}

export const MIN_COLUMNS = 60;
export const MIN_ROWS = 15;
/** From here on two panels stand side by side, as in 80×24. */
const TWO_ABREAST_COLUMNS = 76;
/** And from here on in the views whose panels have more to say. */
const WIDE_VIEW_COLUMNS = 112;
/** From here on the status takes a second line, for reasons and totals. */
const TWO_STATUS_ROWS = 20;
const FOOTER_ROWS = 1;

interface Band {
  readonly panels: readonly PanelId[];
  /** Of the first of two panels. */
  readonly share: number;
  readonly min: number;
  readonly max: number;
  /** Height is given out in these proportions. */
  readonly weight: number;
}

// Bursts needs a line for each of the five exchanges that publish liquidations and its border: 7. A table is worth its place from
// two rows on. Bitcoin has thirteen perpetuals: with header and border 16, which is what 120×36 gives; an asset with fewer leaves
// rows empty, because a screen whose panels move with the asset cannot be read at a glance.
const wideBands: readonly Band[] = [
  { panels: ['funding'], share: 1, min: 5, max: 16, weight: 16 },
  { panels: ['liquidations', 'arbitrage'], share: 0.5, min: 6, max: Number.POSITIVE_INFINITY, weight: 9 },
  { panels: ['bursts', 'chart'], share: 0.5, min: 7, max: 18, weight: 8 },
];
const narrowBands: readonly Band[] = [
  { panels: ['funding'], share: 1, min: 5, max: 14, weight: 9 },
  { panels: ['liquidations'], share: 1, min: 5, max: Number.POSITIVE_INFINITY, weight: 8 },
  { panels: ['arbitrage'], share: 1, min: 5, max: 12, weight: 6 },
  { panels: ['bursts'], share: 1, min: 7, max: 15, weight: 8 },
  { panels: ['chart'], share: 1, min: 7, max: 14, weight: 8 },
];

const unlimited = Number.POSITIVE_INFINITY;

/**
 * Of the other views. Totals and paces are a line for each of the five exchanges that publish liquidations, and one or two for all. Feeds are a line an exchange under a heading, and
 * one for each of their connections: of all six, asked for everything, fourteen.
 */
const viewBands: Readonly<Record<Exclude<ViewId, 'dashboard'>, readonly Band[]>> = {
  board: [{ panels: ['board'], share: 1, min: 5, max: unlimited, weight: 1 }],
  liquidations: [
    { panels: ['totals'], share: 1, min: 5, max: 10, weight: 10 },
    { panels: ['liquidations'], share: 1, min: 5, max: unlimited, weight: 11 },
    // Not before totals and list have what they need: 80×24 is theirs.
    { panels: ['clusters'], share: 1, min: 12, max: 12, weight: 12 },
    { panels: ['hours'], share: 1, min: 12, max: 27, weight: 12 },
    { panels: ['levels'], share: 1, min: 12, max: 20, weight: 12 },
  ],
  arbitrage: [
    { panels: ['arbitrage'], share: 1, min: 5, max: unlimited, weight: 6 },
    { panels: ['quarantine'], share: 1, min: 3, max: 8, weight: 1 },
  ],
  bursts: [
    { panels: ['paces'], share: 1, min: 4, max: 9, weight: 9 },
    { panels: ['bursts'], share: 1, min: 7, max: unlimited, weight: 7 },
    { panels: ['times'], share: 1, min: 5, max: 10, weight: 5 },
    { panels: ['histogram'], share: 1, min: 8, max: 9, weight: 8 },
  ],
  alerts: [
    { panels: ['alerts'], share: 1, min: 5, max: unlimited, weight: 1 },
    { panels: ['delivery'], share: 1, min: 4, max: 6, weight: 1 },
  ],
  feeds: [
    { panels: ['feeds'], share: 1, min: 9, max: 24, weight: 40 },
    { panels: ['notes'], share: 1, min: 4, max: unlimited, weight: 10 },
    { panels: ['model'], share: 1, min: 4, max: 4, weight: 8 },
  ],
};

/** Where two panels stand side by side, each as wide as in half of 120 columns. */
const wideViewBands: Readonly<Partial<Record<ViewId, readonly Band[]>>> = {
  liquidations: [
    { panels: ['totals', 'tiers'], share: 2 / 3, min: 8, max: 10, weight: 10 },
    { panels: ['liquidations', 'hours'], share: 0.5, min: 6, max: unlimited, weight: 13 },
    { panels: ['levels', 'clusters'], share: 0.5, min: 7, max: 16, weight: 10 },
  ],
  bursts: [
    { panels: ['paces'], share: 1, min: 4, max: 9, weight: 9 },
    { panels: ['bursts'], share: 1, min: 7, max: unlimited, weight: 13 },
    { panels: ['histogram', 'times'], share: 0.5, min: 8, max: 9, weight: 8 },
  ],
};

function bandsOf(view: ViewId, focus: PanelId, isZoomed: boolean, columns: number): readonly Band[] {
  if (isZoomed) return [{ panels: [focus], share: 1, min: 1, max: unlimited, weight: 1 }];
  if (view !== 'dashboard') return (columns >= WIDE_VIEW_COLUMNS ? wideViewBands[view] : undefined) ?? viewBands[view];
  return columns >= TWO_ABREAST_COLUMNS ? wideBands : narrowBands;
}

/**
 * `undefined`: too small to be of use. `focus` decides what is shown where not everything fits; zoomed, it has all the room
 * between status and footer.
 */
export function layout(
  columns: number,
  rows: number,
  focus: PanelId,
  view: ViewId = 'dashboard',
  isZoomed = false,
): Layout | undefined {
  if (columns < MIN_COLUMNS || rows < MIN_ROWS) return undefined;
  const statusRows = rows >= TWO_STATUS_ROWS ? 2 : 1;
  const bodyRows = rows - statusRows - FOOTER_ROWS;
  const bands = chosenBands(bandsOf(view, focus, isZoomed, columns), bodyRows, focus);
  const heights = sharedOut(bands, bodyRows);
  const panels = new Map<PanelId, Box>();
  let y = statusRows;
  bands.forEach((band, index) => {
    const height = heights[index] ?? 0;
    const [first, second] = band.panels;
    const width = second === undefined ? columns : Math.round(columns * band.share);
    if (first !== undefined) panels.set(first, { x: 0, y, width, height });
    if (second !== undefined) panels.set(second, { x: width, y, width: columns - width, height });
    y += height;
  });
  return {
    status: { x: 0, y: 0, width: columns, height: statusRows },
    footer: { x: 0, y: rows - FOOTER_ROWS, width: columns, height: FOOTER_ROWS },
    panels,
  };
}

/** Funding, then the band with the focus, then the others while they fit; in the order of the screen. */
function chosenBands(bands: readonly Band[], rows: number, focus: PanelId): readonly Band[] {
  const first: readonly PanelId[] = ['funding', focus];
  const wanted = [...first.flatMap((id) => bands.filter(({ panels }) => panels.includes(id))), ...bands];
  const chosen = new Set<Band>();
  let used = 0;
  for (const band of wanted) {
    if (chosen.has(band) || used + band.min > rows) continue;
    chosen.add(band);
    used += band.min;
  }
  return bands.filter((band) => chosen.has(band));
}

function sharedOut(bands: readonly Band[], rows: number): readonly number[] {
  const heights = bands.map((band) => band.min);
  // One band has no upper limit or all are at theirs: then the last takes the rest.
  for (let left = rows - heights.reduce((sum, height) => sum + height, 0); left > 0; left -= 1) {
    let next = bands.length - 1;
    let least = Number.POSITIVE_INFINITY;
    bands.forEach((band, index) => {
      const height = heights[index] ?? 0;
      const fullness = height / band.weight;
      if (height < band.max && fullness < least) {
        least = fullness;
        next = index;
      }
    });
    heights[next] = (heights[next] ?? 0) + 1;
  }
  return heights;
}

/** A box of at most `width` × `height` in the middle of the screen. */
export function centered(columns: number, rows: number, width: number, height: number): Box {
  const fittedWidth = Math.min(width, columns);
  const fittedHeight = Math.min(height, rows);
  return {
    x: Math.floor((columns - fittedWidth) / 2),
    y: Math.floor((rows - fittedHeight) / 2),
    width: fittedWidth,
    height: fittedHeight,
  };
}
