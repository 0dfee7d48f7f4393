// The screen as the command sees it: it takes the terminal, shows the market until the reader has enough, and gives the
// terminal back on every way out, at once and before anything else.
import { type Instance, render } from 'ink';
import { Component, type ReactNode } from 'react';
import type { ExchangeId } from '../domain/instrument.js';
import type { ModelStatus } from '../domain/model-status.js';
import type { AlertChannel } from './alert-channel.js';
import type { Questions } from './answer.js';
import { App } from './app.js';
import { toAscii } from './ascii.js';
import { createAwayWatch } from './away.js';
import { createControls } from './controls.js';
import { type Binding, bindings as usualBindings } from './keymap.js';
import type { Size } from './layout.js';
import type { Opinions } from './opinion.js';
import type { CoverageTable } from './panels/bursts.js';
import { createPicture } from './picture.js';
import type { Reading } from './reading.js';
import type { CopyOutcome } from './row-controls.js';
import { createScreenWriter, ENTER_SCREEN, LEAVE_SCREEN } from './screen-writer.js';
import { createStandInStdout } from './stand-in-stdout.js';
import { createSurface, type Frame, SurfaceContext } from './surface.js';
import type { ColorDepth } from './theme.js';
import { createCell, type MarketSource, type Source } from './use-market.js';
import { type Appearance, initialView, reduce } from './view-state.js';
import type { Zone } from './zone.js';

export interface ScreenOptions {
  /** Published a few times a second, at least once: its `time` drives every clock and age on the screen. */
  readonly market: MarketSource;
  /** Without a TTY the screen runs without keys. */
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  /** Writes to the terminal before it returns; may throw when the terminal is gone. */
  readonly writeSync: (text: string) => void;
  /** Stops the process (job control); on SIGCONT the command calls `resume`. */
  readonly suspend: () => void;
  readonly colors: ColorDepth;
  readonly version: string;
  readonly isDemo: boolean;
  /** Clocks, ages and countdowns by the minute. */
  readonly isQuiet?: boolean;
  readonly initial: {
    /** Absent: the most traded one. */
    readonly asset?: string;
    readonly exchanges: readonly ExchangeId[];
    readonly appearance?: Appearance;
    readonly watch?: readonly string[];
    readonly reading?: Reading;
  };
  /** Sent after the terminal is taken and before it is given back. */
  readonly around?: { readonly enter: string; readonly leave: string };
  readonly coverage: CoverageTable;
  /** What keys do, where it is not as usual. */
  readonly bindings?: readonly Binding[];
  /** The reader's zone, for times shown as local. */
  readonly localZone: Zone;
  /** The reader switched exchanges; those that are on now. */
  readonly onExchanges: (exchanges: readonly ExchangeId[]) => void;
  /** Puts a row, as JSON, into the reader's clipboard. */
  readonly onCopy: (text: string) => CopyOutcome;
  /** The reader chose another asset. */
  readonly onAsset?: (asset: string) => void;
  /** The reader put an asset on the watch list or took one off; those on it now. */
  readonly onWatch?: (watch: readonly string[]) => void;
  /** The reader chose other colours or glyphs. */
  readonly onAppearance?: (appearance: Appearance) => void;
  /** How the language model is doing; absent, none is asked. */
  readonly modelStatus?: () => ModelStatus | undefined;
  /** Who answers `:query` and `:ask`; absent, nobody does. */
  readonly questions?: Questions;
  /** Who is asked about an asset's funding; absent, nobody is. */
  readonly opinions?: Opinions;
  /** Absent: nobody else is told, and nothing is remembered. */
  readonly alerts?: {
    readonly channels: Source<readonly AlertChannel[]>;
    /** At the start. */
    readonly muted: readonly string[];
    readonly onMute: (assets: readonly string[]) => void;
    readonly onAcknowledge: (alertId: string) => void;
  };
  /** The reader chose another unit, clock or filter. */
  readonly onReading?: (reading: Reading) => void;
}

export interface Screen {
  /** Gives the terminal back before it returns. */
  readonly stop: () => void;
  /** A word to the reader, for a moment. */
  readonly tell: (text: string) => void;
  /** Bytes that draw nothing, between two frames; false when the terminal is not ours or takes nothing now: they are not sent then. */
  readonly send: (bytes: string) => boolean;
  /** After the process was stopped and continued: takes the terminal again and paints everything. */
  readonly resume: () => void;
  /** Settled once the terminal is given back: resolved on `q`, `stop()` or a terminal that went away, rejected with a fault of the screen itself. */
  readonly done: Promise<void>;
}

const noModel = (): undefined => undefined;
const noChannels = createCell<readonly AlertChannel[]>([]);

/** Where the terminal does not tell its size. */
const USUAL_SIZE: Size = { columns: 80, rows: 24 };

function sizeOf(stdout: NodeJS.WriteStream): Size {
  return { columns: stdout.columns || USUAL_SIZE.columns, rows: stdout.rows || USUAL_SIZE.rows };
}

/** A terminal that has gone away refuses even to be given back; nothing is left to do for it then. */
function attempt(step: () => void): boolean {
  try {
    step();
    return true;
  } catch {
    return false;
  }
}

function inAscii(frame: Frame): Frame {
  return frame.map((lines) => lines.map(({ x, text }) => ({ x, text: toAscii(text) })));
}

interface CrashGuardProps {
  readonly onCrash: (error: unknown) => void;
  readonly children: ReactNode;
}

class CrashGuard extends Component<CrashGuardProps, { readonly hasCrashed: boolean }> {
  override state = { hasCrashed: false };

  static getDerivedStateFromError(): { readonly hasCrashed: boolean } {
    return { hasCrashed: true };
  }

  override componentDidCatch(error: unknown): void {
    this.props.onCrash(error);
  }

  override render(): ReactNode {
    return this.state.hasCrashed ? null : this.props.children;
  }
}

export function runScreen(options: ScreenOptions): Screen {
  const { stdin, stdout, market, around = { enter: '', leave: '' } } = options;
  const hasKeys = stdin.isTTY === true;
  const size = createCell(sizeOf(stdout));
  const view = createCell(initialView({ ...options.initial, muted: options.alerts?.muted }));
  const away = createAwayWatch(market);
  const picture = createPicture(market, view, options.isQuiet === true);
  let isOurs = true;
  let isOver = false;
  // Absent while the first frame is being drawn, which may already end in a fault.
  let instance: Instance | undefined;
  let settle: { resolve: () => void; reject: (error: unknown) => void } | undefined;
  const done = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject };
  });

  const writer = createScreenWriter({
    ...size.getSnapshot(),
    write: (text) => void stdout.write(text),
    isBlocked: () => !isOurs || stdout.writableNeedDrain,
  });
  const surface = createSurface((frame) => writer.draw(view.getSnapshot().appearance.isAscii ? inAscii(frame) : frame));

  function giveBack(): void {
    // A second time, after a suspension, would move the shell's cursor.
    if (!isOurs) return;
    isOurs = false;
    attempt(() => options.writeSync(around.leave + LEAVE_SCREEN));
    if (hasKeys) attempt(() => stdin.setRawMode(false));
  }

  function finish(outcome: { readonly error?: unknown } = {}): void {
    if (isOver) return;
    isOver = true;
    giveBack();
    picture.stop();
    stdout.off('resize', onResize);
    stdout.off('drain', writer.flush);
    stdin.off('end', onTerminalGone).off('close', onTerminalGone);
    attempt(() => instance?.unmount());
    if ('error' in outcome) settle?.reject(outcome.error);
    else settle?.resolve();
  }

  function onTerminalGone(): void {
    finish();
  }

  function onResize(): void {
    const next = sizeOf(stdout);
    writer.resize(next.columns, next.rows);
    size.set(next);
  }

  function send(bytes: string): boolean {
    if (!isOurs || stdout.writableNeedDrain) return false;
    stdout.write(bytes);
    return true;
  }

  function suspend(): void {
    giveBack();
    options.suspend();
  }

  function resume(): void {
    if (isOver) return;
    // The shell may have set the terminal anew in between, and Node skips a mode it believes to be set.
    const isBack = !hasKeys || attempt(() => stdin.setRawMode(false).setRawMode(true));
    if (!isBack) {
      finish();
      return;
    }
    isOurs = true;
    stdout.write(ENTER_SCREEN + around.enter);
    writer.repaint();
  }

  const bindings = options.bindings ?? usualBindings;
  const controls = createControls({
    market,
    bindings,
    view,
    size,
    coverage: options.coverage,
    away,
    onAsset: (asset) => options.onAsset?.(asset),
    onExchanges: options.onExchanges,
    onWatch: (watch) => options.onWatch?.(watch),
    onAppearance: (appearance) => options.onAppearance?.(appearance),
    onReading: (reading) => options.onReading?.(reading),
    onCopy: options.onCopy,
    onRepaint: writer.repaint,
    onSuspend: suspend,
    onQuit: () => finish(),
    questions: options.questions,
    opinions: options.opinions,
    onAcknowledge: (id) => options.alerts?.onAcknowledge(id),
    onMute: (assets) => options.alerts?.onMute(assets),
  });

  stdout.on('resize', onResize);
  stdout.on('drain', writer.flush);
  stdin.on('end', onTerminalGone).on('close', onTerminalGone);
  // These two stay: a terminal that is gone may report a failure after all is over.
  stdin.on('error', onTerminalGone);
  stdout.on('error', onTerminalGone);
  stdout.write(ENTER_SCREEN + around.enter);

  instance = render(
    <CrashGuard onCrash={(error) => finish({ error })}>
      <SurfaceContext value={surface}>
        <App
          market={picture}
          view={view}
          size={size}
          controls={controls}
          colors={options.colors}
          coverage={options.coverage}
          bindings={bindings}
          version={options.version}
          isDemo={options.isDemo}
          isQuiet={options.isQuiet === true}
          localZone={options.localZone}
          modelStatus={options.modelStatus ?? noModel}
          channels={options.alerts?.channels ?? noChannels}
          onGone={onTerminalGone}
        />
      </SurfaceContext>
    </CrashGuard>,
    {
      stdin,
      stdout: createStandInStdout(size),
      // Otherwise Ink keeps a timer between two frames.
      debug: true,
      interactive: false,
      exitOnCtrlC: false,
      patchConsole: false,
      isScreenReaderEnabled: false,
    },
  );

  if (isOver) instance.unmount();

  const tell = (text: string): void =>
    view.set(reduce(view.getSnapshot(), { type: 'notice', notice: { text, time: market.getSnapshot().time } }));
  return { stop: () => finish(), tell, send, resume, done };
}
