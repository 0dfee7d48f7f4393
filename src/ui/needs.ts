// What a key needs to be of use, and whether it is there now.
import type { KeyAction } from './keymap.js';
import type { PanelId } from './layout.js';
import { isListPanel, type ViewState } from './view-state.js';

export type Need =
  /** An asset on the screen, and others to go to. */
  | 'asset'
  | 'assets'
  | 'panels'
  | 'rows'
  | 'sort'
  | 'evidence'
  | 'record'
  | 'rates'
  | 'chart'
  | 'liquidations'
  | 'zoom'
  | 'picture'
  | 'expression'
  /** A row that may have an alert; and the log of them. */
  | 'alert'
  | 'alerts'
  /** An asset whose funding is looked at. */
  | 'opinion';

/** Why a key does nothing now. `sortKey`: the key that sorts, where there is one. */
export const needWords: Readonly<Record<Need, (sortKey: string | undefined) => string>> = {
  asset: () => 'no asset to change on this screen',
  assets: () => 'no asset to find yet',
  panels: () => 'no other panel to go to here',
  rows: () => 'nothing to go through here',
  sort: (key) => (key === undefined ? 'nothing sorted here' : `nothing sorted here: ${key} chooses a column`),
  evidence: () => 'no row to open here',
  record: () => 'no row to copy here',
  rates: () => 'no rates on this screen',
  chart: () => 'no chart on this screen',
  liquidations: () => 'no liquidations on this screen',
  zoom: () => 'this panel has all the room already',
  picture: () => 'nothing to hold yet',
  expression: () => 'nothing to change yet',
  alert: () => 'no alert on this panel',
  alerts: () => 'no alerts on this screen',
  opinion: () => 'no asset to ask about on this panel',
};

/** What the needs are judged by. */
export interface Moment {
  readonly state: ViewState;
  readonly assetCount: number;
  readonly hasLiquidations: boolean;
  /** On the screen now. */
  readonly panels: Pick<ReadonlyMap<PanelId, unknown>, 'has' | 'size'>;
  /** Of the focused list. */
  readonly rowCount: () => number;
  /** How far one can go in the open overlay. */
  readonly overlayRows: () => number;
}

const ratePanels: readonly PanelId[] = ['funding', 'arbitrage', 'board', 'chart'];
/** They are about an asset's funding. */
export const opinionPanels: readonly PanelId[] = ['funding', 'board', 'chart'];
const liquidationPanels: readonly PanelId[] = ['liquidations', 'totals', 'tiers', 'histogram'];
/** They show the asset of choice, whatever the filter. */
const assetPanels: readonly PanelId[] = ['levels', 'clusters'];
/** Their rows are records of the contract, with evidence. */
const recordPanels: readonly PanelId[] = ['funding', 'liquidations', 'arbitrage', 'feeds', 'alerts'];
/** What their rows are about raises alerts. */
export const alertPanels: readonly PanelId[] = ['alerts', 'arbitrage'];

export function isUnmet(need: Need, moment: Moment): boolean {
  return !isMet(need, moment);
}

function isMet(need: Need, { state, assetCount, hasLiquidations, panels, rowCount, overlayRows }: Moment): boolean {
  const { mode, view, focus, orders, isZoomed, held, reading, answer } = state;
  const hasRows = (): boolean => isListPanel(focus) && rowCount() > 0;
  const isShown = (ids: readonly PanelId[]): boolean => ids.some((id) => panels.has(id));
  switch (need) {
    case 'asset': {
      const isFiltered = reading.filter.isAssetOnly && isShown(liquidationPanels);
      return assetCount > 1 && (view === 'dashboard' || isFiltered || isShown(assetPanels));
    }
    case 'assets':
      return assetCount > 0;
    case 'panels':
      return view === 'dashboard';
    case 'rows':
      return mode === 'main' ? hasRows() : overlayRows() > 0;
    case 'sort':
      return isListPanel(focus) && orders[focus]?.sort !== undefined;
    case 'evidence':
      return (focus === 'board' || recordPanels.includes(focus)) && hasRows();
    case 'record':
      return mode === 'evidence' || (recordPanels.includes(focus) && hasRows());
    case 'rates':
      return isShown(ratePanels);
    case 'chart':
      return panels.has('chart');
    case 'liquidations':
      return isShown(liquidationPanels);
    case 'zoom':
      return isZoomed || panels.size > 1;
    case 'picture':
      return held !== undefined || assetCount > 0 || hasLiquidations;
    case 'alert':
      return alertPanels.includes(focus) && hasRows();
    case 'alerts':
      return panels.has('alerts');
    case 'expression':
      return answer?.kind !== 'waiting';
    case 'opinion':
      return mode === 'opinion' || (opinionPanels.includes(focus) && assetCount > 0);
    default:
      return need satisfies never;
  }
}

export function unmetNeeds(moment: Moment): ReadonlySet<Need> {
  return new Set((Object.keys(needWords) as Need[]).filter((need) => !isMet(need, moment)));
}

/** The keys that do their other thing now. */
export function otherActions({ focus, isZoomed, held }: ViewState): ReadonlySet<KeyAction> {
  const others: readonly (readonly [KeyAction, boolean])[] = [
    ['zoom', isZoomed],
    ['pause', held !== undefined],
    ['evidence', focus === 'board'],
  ];
  return new Set(others.flatMap(([action, isOther]) => (isOther ? [action] : [])));
}
