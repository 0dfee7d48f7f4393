import { useInput, usePaste, useStdin } from 'ink';
import { type ReactNode, useEffect, useMemo } from 'react';
import type { ModelStatus } from '../domain/model-status.js';
import type { FeedRow, MarketSnapshot } from '../market/snapshot.js';
import type { AlertChannel } from './alert-channel.js';
import { alertId, attendedAssets, isOpen, ofKind } from './alert-rows.js';
import { padded } from './cells.js';
import type { Controls } from './controls.js';
import { keyFor } from './key-words.js';
import type { Binding } from './keymap.js';
import { keysOfInput } from './keys-of-input.js';
import { layout, MIN_COLUMNS, MIN_ROWS, type Size } from './layout.js';
import { filtered } from './liquidation-filter.js';
import { ordered } from './list-order.js';
import { otherActions, unmetNeeds } from './needs.js';
import { Overlay } from './overlay.js';
import { overlayExtent } from './overlay-extent.js';
import { panelOf } from './panel-of.js';
import type { CoverageTable } from './panels/bursts.js';
import { CommandLinePanel } from './panels/command-line.js';
import { Footer } from './panels/footer.js';
import { StatusBar } from './panels/status-bar.js';
import { noticeText, stepped } from './picture.js';
import {
  arbitrageId,
  boardId,
  everyFeed,
  feedId,
  fundingId,
  fundingOf,
  liquidationId,
  shownAsset,
  waitingLiquidations,
} from './shown.js';
import { alertKeys, arbitrageKeys, boardKeys, feedKeys, fundingKeys, liquidationKeys } from './sort-keys.js';
import { Canvas, Lines, Over, Place } from './surface.js';
import { type ColorDepth, createTheme } from './theme.js';
import { type MarketSource, type Source, useMarket, useSource } from './use-market.js';
import { isListPanel, type ViewState } from './view-state.js';
import { utc, type Zone } from './zone.js';

export interface AppProps {
  readonly market: MarketSource;
  readonly view: Source<ViewState>;
  readonly size: Source<Size>;
  readonly controls: Controls;
  readonly colors: ColorDepth;
  readonly coverage: CoverageTable;
  readonly bindings: readonly Binding[];
  readonly version: string;
  readonly isDemo: boolean;
  /** Clocks, ages and countdowns stand for a minute. */
  readonly isQuiet: boolean;
  readonly localZone: Zone;
  /** How the language model is doing; `undefined` where none is asked. */
  readonly modelStatus: () => ModelStatus | undefined;
  /** Who is told of alerts besides the screen. */
  readonly channels: Source<readonly AlertChannel[]>;
  /** The tree is gone, whoever took it down: the last moment to give the terminal back. */
  readonly onGone: () => void;
}

const whole = (snapshot: MarketSnapshot): MarketSnapshot => snapshot;
const noFeeds: readonly FeedRow[] = [];

export function App({
  market,
  view,
  size,
  controls,
  colors,
  coverage,
  bindings,
  version,
  isDemo,
  isQuiet,
  localZone,
  modelStatus,
  channels,
  onGone,
}: AppProps): ReactNode {
  const live = useMarket(market, whole);
  const state = useSource(view);
  const told = useSource(channels);
  const { columns, rows } = useSource(size);
  const { isRawModeSupported } = useStdin();
  useInput((input, key) => keysOfInput(input, key).forEach(controls.press), { isActive: isRawModeSupported });
  usePaste(controls.paste, { isActive: isRawModeSupported });
  useEffect(() => onGone, [onGone]);
  const { theme: name, upColor } = state.appearance;
  const theme = useMemo(() => createTheme({ colors, name, upColor }), [colors, name, upColor]);

  const feeds = useMemo(() => everyFeed(live.feeds, state.exchanges), [live.feeds, state.exchanges]);
  const shown = state.held ?? live;
  const asset = shownAsset(state, shown);
  const { filter } = state.reading;
  const { orders } = state;
  const fundingRows = fundingOf(shown, asset);
  const funding = useMemo(
    () => ordered(fundingRows, orders.funding, fundingId, fundingKeys(shown.history)),
    [fundingRows, shown.history, orders.funding],
  );
  const liquidations = useMemo(
    () => ordered(filtered(shown.liquidations, filter, asset), orders.liquidations, liquidationId, liquidationKeys),
    [shown.liquidations, filter, asset, orders.liquidations],
  );
  const arbitrage = useMemo(
    () => ordered(shown.arbitrage, orders.arbitrage, arbitrageId, arbitrageKeys),
    [shown.arbitrage, orders.arbitrage],
  );
  const assets = useMemo(
    () => ordered(shown.assets, orders.board, boardId, boardKeys(shown.funding)),
    [shown.assets, shown.funding, orders.board],
  );
  const listedFeeds = useMemo(() => ordered(feeds, orders.feeds, feedId, feedKeys), [feeds, orders.feeds]);
  const alerts = useMemo(
    () => ordered(ofKind(shown.alerts, state.alertKind), orders.alerts, alertId, alertKeys),
    [shown.alerts, state.alertKind, orders.alerts],
  );
  const attended = useMemo(() => attendedAssets(shown.alerts), [shown.alerts]);
  const openAlerts = useMemo(() => live.alerts.filter(isOpen).length, [live.alerts]);
  const screen = useMemo(
    () => layout(columns, rows, state.focus, state.view, state.isZoomed),
    [columns, rows, state.focus, state.view, state.isZoomed],
  );
  const overlayRows = useMemo(
    () => overlayExtent(state, shown, coverage, { columns, rows }).last,
    [state, shown, coverage, columns, rows],
  );
  const lists = { funding: fundingRows, liquidations, arbitrage, board: assets, feeds: listedFeeds, alerts };
  const rowCount = isListPanel(state.focus) ? lists[state.focus].length : 0;
  const assetCount = shown.assets.length;
  const hasLiquidations = shown.liquidations.length > 0;
  const moment = useMemo(() => {
    const panels = screen?.panels ?? new Map();
    const now = { state, assetCount, hasLiquidations, panels, rowCount: () => rowCount, overlayRows: () => overlayRows };
    return { unmet: unmetNeeds(now), others: otherActions(state) };
  }, [state, screen, rowCount, overlayRows, assetCount, hasLiquidations]);
  if (screen === undefined) {
    return (
      <Canvas columns={columns} rows={rows}>
        <Lines lines={[padded(`fundmon needs ${MIN_COLUMNS}×${MIN_ROWS}, this is ${columns}×${rows}`, columns)]} />
      </Canvas>
    );
  }

  const time = stepped(shown.time, isQuiet);
  const now = stepped(live.time, isQuiet);
  const hasTroublesBelow = screen.status.height === 1;
  const { unit, clock } = state.reading;
  const zone = clock === 'local' ? localZone : utc;
  const scene = {
    ...{ state, snapshot: shown, asset, theme, unit, zone, time, now, bindings, coverage },
    lists: { ...lists, funding },
    ...{ feeds, fundingRows, model: modelStatus(), channels: told, isDemo, attended },
  };

  return (
    <Canvas columns={columns} rows={rows}>
      <Place box={screen.status}>
        <StatusBar
          theme={theme}
          width={screen.status.width}
          height={screen.status.height}
          view={state.view}
          asset={asset}
          feeds={feeds}
          exchangesKey={keyFor('exchanges', bindings)}
          time={now}
          offsetMinutes={zone(now)}
          isDemo={isDemo}
          isQuiet={isQuiet}
          alertCount={openAlerts}
          isPaused={state.held !== undefined}
          waiting={waitingLiquidations(state.held, live)}
        />
      </Place>
      {[...screen.panels].map(([id, box]) => (
        <Place key={id} box={box}>
          {panelOf(id, box, scene)}
        </Place>
      ))}
      <Place box={screen.footer}>
        {state.mode === 'command' ? (
          <CommandLinePanel
            theme={theme}
            width={screen.footer.width}
            text={state.commandLine.text}
            hint={controls.commandHint()}
          />
        ) : (
          <Footer
            theme={theme}
            width={screen.footer.width}
            mode={state.mode}
            bindings={bindings}
            moment={moment}
            version={version}
            notice={noticeText(state.notice, live.time)}
            troubles={hasTroublesBelow ? feeds : noFeeds}
            // Only their ages need it: hints that stay the same are not set again every second.
            time={hasTroublesBelow ? now : 0}
          />
        )}
      </Place>
      <Over>
        <Overlay
          state={state}
          snapshot={shown}
          feeds={feeds}
          coverage={coverage}
          bindings={bindings}
          theme={theme}
          columns={columns}
          rows={rows}
          time={now}
          shownTime={time}
          zone={zone}
        />
      </Over>
    </Canvas>
  );
}
