// Which panel stands in a box, and what of the picture it gets.
import type { ReactNode } from 'react';
import type { ModelStatus } from '../domain/model-status.js';
import type { AlertRow } from '../market/alert-log.js';
import type { PriceLevel } from '../market/price-levels.js';
import type { ArbitrageRow, AssetSummary, FeedRow, FundingRow, LiquidationRow, MarketSnapshot } from '../market/snapshot.js';
import type { AlertChannel } from './alert-channel.js';
import { keyFor } from './key-words.js';
import type { Binding } from './keymap.js';
import type { Box, PanelId } from './layout.js';
import { filterWords } from './liquidation-filter.js';
import { AlertsPanel } from './panels/alerts.js';
import { ArbitragePanel } from './panels/arbitrage.js';
import { ArbitrageTable } from './panels/arbitrage-table.js';
import { BoardPanel } from './panels/board.js';
import { BurstsPanel, type CoverageTable } from './panels/bursts.js';
import { ChartPanel } from './panels/chart.js';
import { ClustersPanel } from './panels/clusters.js';
import { DeliveryPanel } from './panels/delivery.js';
import { EventTimesPanel } from './panels/event-times.js';
import { FeedNotesPanel } from './panels/feed-notes.js';
import { FeedsPanel } from './panels/feeds.js';
import { FundingPanel } from './panels/funding.js';
import { HistogramPanel } from './panels/histogram.js';
import { HoursPanel } from './panels/hours.js';
import { LiquidationsPanel } from './panels/liquidations.js';
import { ModelPanel } from './panels/model.js';
import { PacesPanel } from './panels/paces.js';
import { PriceLevelsPanel } from './panels/price-levels.js';
import { QuarantinePanel } from './panels/quarantine.js';
import { TiersPanel } from './panels/tiers.js';
import { TotalsPanel } from './panels/totals.js';
import type { Theme } from './theme.js';
import type { RateUnit } from './unit.js';
import { isAlone, type ViewState } from './view-state.js';
import type { Zone } from './zone.js';

/** The picture as the panels see it: held or live, its lists in the order and filter of choice. */
export interface Scene {
  readonly state: ViewState;
  readonly snapshot: MarketSnapshot;
  readonly asset: string;
  readonly lists: {
    readonly funding: readonly FundingRow[];
    readonly liquidations: readonly LiquidationRow[];
    readonly arbitrage: readonly ArbitrageRow[];
    readonly board: readonly AssetSummary[];
    readonly feeds: readonly FeedRow[];
    readonly alerts: readonly AlertRow[];
  };
  /** Every exchange switched on, whether heard of or not: always live. */
  readonly feeds: readonly FeedRow[];
  /** Of the asset, as the market has them. */
  readonly fundingRows: readonly FundingRow[];
  readonly theme: Theme;
  readonly unit: RateUnit;
  readonly zone: Zone;
  /** Of the picture; and of this moment, when it is held. */
  readonly time: number;
  readonly now: number;
  readonly bindings: readonly Binding[];
  readonly coverage: CoverageTable;
  /** Assets whose spread alert stands, but is seen or muted. */
  readonly attended: ReadonlySet<string>;
  /** Who is told of alerts besides the screen. */
  readonly channels: readonly AlertChannel[];
  readonly isDemo: boolean;
  /** Of the language model, where one is asked. */
  readonly model: ModelStatus | undefined;
}

function common(id: PanelId, { width, height }: Box, { theme, state }: Scene) {
  return { theme, width, height, isFocused: state.mode === 'main' && state.focus === id };
}

export function panelOf(id: PanelId, box: Box, scene: Scene): ReactNode {
  return panels[id](box, scene);
}

const noLevels: readonly PriceLevel[] = [];

const panels: Readonly<Record<PanelId, (box: Box, scene: Scene) => ReactNode>> = {
  funding: (box, scene) => (
    <FundingPanel
      {...common('funding', box, scene)}
      asset={scene.asset}
      rows={scene.lists.funding}
      sort={scene.state.orders.funding?.sort}
      pasts={scene.snapshot.history}
      feeds={scene.snapshot.feeds}
      spread8h={scene.snapshot.assets.find(({ asset }) => asset === scene.asset)?.spread8h}
      unit={scene.unit}
      cursor={scene.state.cursors.funding}
      time={scene.time}
    />
  ),
  liquidations: (box, scene) => (
    <LiquidationsPanel
      {...common('liquidations', box, scene)}
      rows={scene.lists.liquidations}
      sort={scene.state.orders.liquidations?.sort}
      filter={filterWords(scene.state.reading.filter, scene.asset)}
      unfilterKey={keyFor('filter-none', scene.bindings)}
      cursor={scene.state.cursors.liquidations}
      zone={scene.zone}
      time={scene.time}
    />
  ),
  arbitrage: (box, scene) => {
    const { state, lists, snapshot, unit, time } = scene;
    const props = {
      ...common('arbitrage', box, scene),
      ...{ rows: lists.arbitrage, sort: state.orders.arbitrage?.sort, cursor: state.cursors.arbitrage },
      ...{ terms: snapshot.arbitrageTerms, hasRates: snapshot.assets.length > 0, unit, time, attended: scene.attended },
    };
    return isAlone(state) ? <ArbitrageTable {...props} /> : <ArbitragePanel {...props} />;
  },
  bursts: (box, scene) => (
    <BurstsPanel {...common('bursts', box, scene)} rows={scene.snapshot.bursts} coverage={scene.coverage} time={scene.time} />
  ),
  board: (box, scene) => (
    <BoardPanel
      {...common('board', box, scene)}
      rows={scene.lists.board}
      funding={scene.snapshot.funding}
      exchanges={scene.state.exchanges}
      unit={scene.unit}
      sort={scene.state.orders.board?.sort}
      cursor={scene.state.cursors.board}
    />
  ),
  feeds: (box, scene) => (
    <FeedsPanel
      {...common('feeds', box, scene)}
      rows={scene.lists.feeds}
      sort={scene.state.orders.feeds?.sort}
      coverage={scene.coverage}
      cursor={scene.state.cursors.feeds}
      time={scene.now}
    />
  ),
  alerts: (box, scene) => (
    <AlertsPanel
      {...common('alerts', box, scene)}
      rows={scene.lists.alerts}
      kind={scene.state.alertKind}
      kindKey={keyFor('filter-kind', scene.bindings)}
      sort={scene.state.orders.alerts?.sort}
      cursor={scene.state.cursors.alerts}
      zone={scene.zone}
      time={scene.time}
    />
  ),
  delivery: (box, scene) => (
    <DeliveryPanel {...common('delivery', box, scene)} channels={scene.channels} isDemo={scene.isDemo} time={scene.now} />
  ),
  notes: (box, scene) => (
    <FeedNotesPanel {...common('notes', box, scene)} feeds={scene.feeds} coverage={scene.coverage} time={scene.now} />
  ),
  model: (box, scene) => <ModelPanel {...common('model', box, scene)} status={scene.model} time={scene.now} />,
  quarantine: (box, scene) => <QuarantinePanel {...common('quarantine', box, scene)} quarantined={scene.snapshot.quarantined} />,
  totals: (box, scene) => (
    <TotalsPanel
      {...common('totals', box, scene)}
      rows={scene.lists.liquidations}
      filter={filterWords(scene.state.reading.filter, scene.asset)}
      statistics={scene.snapshot.statistics}
      exchanges={scene.state.exchanges}
      coverage={scene.coverage}
      time={scene.time}
    />
  ),
  tiers: (box, scene) => (
    <TiersPanel {...common('tiers', box, scene)} rows={scene.lists.liquidations} coverage={scene.coverage} time={scene.time} />
  ),
  hours: (box, scene) => (
    <HoursPanel
      {...common('hours', box, scene)}
      statistics={scene.snapshot.statistics}
      coverage={scene.coverage}
      zone={scene.zone}
    />
  ),
  levels: (box, scene) => (
    <PriceLevelsPanel
      {...common('levels', box, scene)}
      asset={scene.asset}
      levels={scene.snapshot.statistics?.levels.get(scene.asset) ?? noLevels}
      rows={scene.fundingRows}
      isSampled={scene.fundingRows.some(({ exchange }) => scene.coverage[exchange].liquidations === 'sampled')}
    />
  ),
  clusters: (box, scene) => (
    <ClustersPanel
      {...common('clusters', box, scene)}
      statistics={scene.snapshot.statistics}
      asset={scene.asset}
      isSampled={scene.state.exchanges.some((exchange) => scene.coverage[exchange].liquidations === 'sampled')}
      time={scene.time}
    />
  ),
  paces: (box, scene) => (
    <PacesPanel
      {...common('paces', box, scene)}
      statistics={scene.snapshot.statistics}
      exchanges={scene.state.exchanges}
      coverage={scene.coverage}
    />
  ),
  times: (box, scene) => (
    <EventTimesPanel {...common('times', box, scene)} times={scene.snapshot.statistics?.times} zone={scene.zone} />
  ),
  histogram: (box, scene) => (
    <HistogramPanel
      {...common('histogram', box, scene)}
      rows={scene.lists.liquidations}
      filter={filterWords(scene.state.reading.filter, scene.asset)}
      coverage={scene.coverage}
      time={scene.time}
    />
  ),
  chart: (box, scene) => (
    <ChartPanel
      {...common('chart', box, scene)}
      asset={scene.asset}
      rows={scene.fundingRows}
      pasts={scene.snapshot.history}
      chartSpan={scene.state.chartSpan}
      unit={scene.unit}
      time={scene.time}
      zone={scene.zone}
    />
  ),
};
