import type { Flags } from '../args.js';
import { UsageError } from '../domain/errors.js';
import { exchangeIds } from '../domain/instrument.js';
import type { Alert } from '../domain/record.js';
import { adapters } from '../exchanges/registry.js';
import { keysOf } from '../settings.js';
import { reboundBindings } from '../ui/rebound-keys.js';
import { runScreen, type ScreenOptions } from '../ui/run-screen.js';
import { type Cell, createCell, type MarketSource } from '../ui/use-market.js';
import { openAlertSession } from './alert-session.js';
import { createBesideScreen } from './beside-screen.js';
import { type ChosenOnScreen, createChosenOnScreen, readingOf } from './chosen-on-screen.js';
import { copySequence } from './clipboard.js';
import { openModelSession } from './model-session.js';
import { createOpinions } from './opinions.js';
import { KEEP_TITLE, RESTORE_TITLE } from './pane-title.js';
import { createQuestions, modelWords } from './questions.js';
import { createPipeline, openSession, type Session } from './session.js';
import { untilStopped } from './stop-signal.js';
import { exit, withoutWaiting, writeNow } from './terminal.js';
import { createTickingMarket } from './ticking-market.js';

/** The picture is published so often; the first ones sooner, so that it fills while the eye arrives. */
const PUBLISH_MS = 250;
const FIRST_PUBLISH_MS = [40, 80, 150];
/** For a slow line, and for tmux to see activity in other panes. */
const QUIET_PUBLISH_MS = 1000;
/** Sockets get so long to close; then the process goes without them. */
const FAREWELL_MS = 1000;
/** The shell takes over within this; a process nobody can stop goes on by itself after it. */
const SUSPENDED_AFTER_MS = 100;

/** Exit 0 on quit. Throws `UsageError` without a terminal. */
export async function monitor(flags: Flags): Promise<number> {
  if (!process.stdout.isTTY) {
    throw new UsageError('the monitor needs a terminal', { hint: 'without one use fundmon stream or fundmon snapshot' });
  }
  if (process.env['TERM'] === 'dumb') {
    throw new UsageError('the monitor needs a terminal with a cursor, found TERM=dumb', {
      hint: 'without one use fundmon stream or fundmon snapshot',
    });
  }
  const session = await openSession(flags);
  const { feed, store, settings } = session;
  const model = await openModelSession(flags, session);
  const alertSession = await openAlertSession({
    ...session,
    configDir: flags['config-dir'],
    isAlwaysKept: true,
    userAgent: `fundmon/${__VERSION__}`,
  });
  const asset = createCell(firstAsset(flags, session));
  const beside = createBesideScreen({
    settings,
    configDir: flags['config-dir'],
    isDemo: session.isDemo,
    asset: asset.getSnapshot,
    send: (bytes) => screen.send(bytes),
    startTime: Date.now(),
  });
  const questions = createQuestions({
    client: model.person,
    model: modelWords(model.getStatus(), session.isDemo),
    startTime: Date.now(),
    minNotionalUsd: session.minNotionalUsd,
  });
  const flush = (now: number): readonly Alert[] => {
    const alerts = store.flush(now);
    questions.note(alerts);
    const snapshot = store.getSnapshot();
    beside.look(snapshot, alerts, now);
    alertSession.look(alerts, snapshot.alerts);
    alertSession.news().forEach(screen.tell);
    return alerts;
  };
  const market = createTickingMarket({ flush, getSnapshot: store.getSnapshot }, Date.now());
  const publish = (): void => market.publish(Date.now());
  const chosen = createChosenOnScreen({
    store: session.settingsStore,
    settings,
    isDemo: session.isDemo,
    isFlagged: (key) => flags[key] !== undefined,
  });
  const options: ScreenOptions = {
    questions,
    opinions: createOpinions({ client: model.person, model: questions.model, pastFigures: store.pastFigures }),
    modelStatus: model.getStatus,
    alerts: {
      channels: alertSession.channels,
      muted: settings['alerts.muted'],
      onMute: (assets) => {
        store.mute(assets);
        chosen.muted(assets);
        publish();
      },
      onAcknowledge: (id) => {
        const now = Date.now();
        store.acknowledge(id, now);
        alertSession.acknowledge(id, now);
        publish();
      },
    },
    ...screenOptions(flags, session, market, asset, chosen),
    onCopy: (text) => {
      const sequence = copySequence(text, { isInTmux: process.env['TMUX'] !== undefined });
      if (sequence === undefined) return 'too-long';
      return screen.send(sequence) ? 'copied' : 'busy';
    },
  };
  const waitAgain = withoutWaiting(process.stdout);
  const screen = runScreen(options);
  const stop = untilStopped({ isForParent: true });
  const resume = (): void => {
    screen.resume();
    beside.resume();
  };
  void stop.promise.then(screen.stop);
  process.on('SIGCONT', resume);
  process.once('uncaughtException', (error) => {
    screen.stop();
    beside.close();
    alertSession.abort();
    process.stderr.write(`${error.stack ?? String(error)}\n`);
    exit(1);
  });

  const pipeline = createPipeline(session, { record: () => undefined }, model);
  feed.start({ ...pipeline, history: store.applyHistory });
  const timers = [
    ...FIRST_PUBLISH_MS.map((ms) => setTimeout(publish, ms)),
    setInterval(publish, isQuiet(flags, session) ? QUIET_PUBLISH_MS : PUBLISH_MS),
  ];
  try {
    await screen.done;
  } finally {
    for (const timer of timers) clearTimeout(timer);
    beside.close();
    model.close();
    process.off('SIGCONT', resume);
    stop.now();
    waitAgain();
    await Promise.race([
      Promise.all([feed.stop(), chosen.written(), alertSession.close()]),
      new Promise((resolve) => setTimeout(resolve, FAREWELL_MS).unref()),
    ]);
    alertSession.abort();
  }
  // A terminal that went away may leave its stream open for ever: no orphan waits for it.
  return exit(0);
}

function isQuiet(flags: Flags, { settings }: Session): boolean {
  return flags.quiet === true || settings.quiet === 'on';
}

/** Absent: the most traded one. */
function firstAsset(flags: Flags, { settings, selection }: Session): string | undefined {
  return flags.assets === undefined ? settings.asset : selection.watch[0];
}

function screenOptions(
  flags: Flags,
  session: Session,
  market: MarketSource,
  asset: Cell<string | undefined>,
  chosen: ChosenOnScreen,
): Omit<ScreenOptions, 'onCopy'> {
  const { isDemo, settings, selection, exchanges, feed } = session;
  const first = asset.getSnapshot();
  return {
    market,
    stdin: process.stdin,
    stdout: process.stdout,
    writeSync: (text) => writeNow(process.stdout.fd, text),
    suspend: () => {
      // The whole foreground group, as the terminal itself would: a parent such as npx must stop too, or the shell never returns.
      process.kill(0, 'SIGTSTP');
      setTimeout(() => process.emit('SIGCONT'), SUSPENDED_AFTER_MS);
    },
    colors: colorsOf(process.stdout.getColorDepth()),
    version: __VERSION__,
    isDemo,
    isQuiet: isQuiet(flags, session),
    initial: {
      ...(first === undefined ? {} : { asset: first }),
      exchanges,
      watch: selection.watch,
      appearance: { theme: settings.theme, upColor: settings.upColor, isAscii: settings.ascii === 'on' },
      reading: readingOf(settings),
    },
    ...(settings.title === 'on' ? { around: { enter: KEEP_TITLE, leave: RESTORE_TITLE } } : {}),
    localZone: (time) => -new Date(time).getTimezoneOffset(),
    coverage: Object.fromEntries(exchangeIds.map((id) => [id, adapters[id].coverage])) as ScreenOptions['coverage'],
    onExchanges: (next) => {
      feed.setExchanges(next);
      chosen.exchanges(next);
    },
    bindings: reboundBindings(keysOf(settings)),
    onWatch: (watch) => {
      feed.select({ assets: selection.assets, watch });
      session.store.watch(watch);
      chosen.watch(watch);
    },
    onAppearance: chosen.appearance,
    onReading: chosen.reading,
    onAsset: (next) => {
      asset.set(next);
      chosen.asset(next);
    },
  };
}

/** Bits per pixel, as the terminal and NO_COLOR tell, to what the theme distinguishes. */
function colorsOf(depth: number): ScreenOptions['colors'] {
  if (depth >= 24) return 'truecolor';
  if (depth >= 8) return 256;
  return depth >= 4 ? 16 : 0;
}
