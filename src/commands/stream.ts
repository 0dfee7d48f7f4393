import type { Flags } from '../args.js';
import type { ModelStatus } from '../domain/model-status.js';
import { unlistedSentence } from '../market/unlisted.js';
import { openAlertSession } from './alert-session.js';
import { diagnose } from './diagnostics.js';
import { openModelSession } from './model-session.js';
import { createOutput, type Output } from './output.js';
import { createPipeline, type Outlet, openSession } from './session.js';
import { untilStopped } from './stop-signal.js';

/** How often the market is evaluated for alerts. */
const EVALUATE_MS = 500;
/** A flood of unreadable frames must not become a flood of lines. */
const TROUBLE_LINES_PER_SECOND = 20;
/** A reader that takes nothing for so long after the stop gets no more: else a stuck one would keep the process for ever. */
const FAREWELL_MS = 5000;

/** Exit 0 on SIGINT, SIGTERM and a closed pipe. Records on stdout, diagnostics on stderr only. */
export async function stream(flags: Flags): Promise<number> {
  const session = await openSession(flags);
  const { store, feed } = session;
  const model = await openModelSession(flags, session);
  // A machine without a screen is told of alerts too; a plain pipe is not another monitor, and keeps no log.
  const alertSession = await openAlertSession({
    ...session,
    configDir: flags['config-dir'],
    isAlwaysKept: false,
    userAgent: `fundmon/${__VERSION__}`,
  });
  const stop = untilStopped();
  const output = createOutput(process.stdout, stop.now);
  const isJson = flags.json === true;
  const diagnostics = createDiagnostics(isJson);
  const outlet: Outlet = {
    record: (record) => {
      output.push(record);
      // Programs read the state from the record itself; on stderr they expect errors.
      if (record.type === 'feed' && !isJson) {
        diagnostics.say(`${record.exchange} ${record.state}${record.reason ? `: ${record.reason}` : ''}`);
      }
    },
    frame: ({ exchange, faults = [], refusals = [], failures = [] }) => {
      // What concerns a connection or a whole frame names its exchange already.
      const named = (trouble: string): string => (trouble.startsWith(`${exchange}: `) ? trouble : `${exchange}: ${trouble}`);
      for (const trouble of [...faults, ...refusals, ...failures]) diagnostics.trouble(named(trouble));
    },
  };
  const pipeline = createPipeline(session, outlet, model);
  feed.start(pipeline);
  const timer = setInterval(() => {
    const alerts = store.flush(Date.now());
    pipeline.alerts(alerts);
    alertSession.look(alerts, store.getSnapshot().alerts);
    alertSession.news().forEach(diagnostics.say);
    diagnostics.unlisted(unlistedSentence(store.getSnapshot().feeds));
    diagnostics.tick(output.droppedTickers());
    diagnostics.model(model.getStatus());
  }, EVALUATE_MS);
  await stop.promise;
  clearInterval(timer);
  model.close();
  await Promise.all([feed.stop(), alertSession.close()]);
  // What a stuck reader left in the pipe would hold the process.
  if (!(await isTaken(output))) process.exit(0);
  return 0;
}

/** False when the reader stopped taking before it had everything. */
async function isTaken(output: Output): Promise<boolean> {
  const ended = output.end().then(() => true);
  for (let before = Number.POSITIVE_INFINITY, left = output.waitingBytes(); left < before; left = output.waitingBytes()) {
    before = left;
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<boolean>((resolve) => {
      timer = setTimeout(resolve, FAREWELL_MS, false);
    });
    const isDone = await Promise.race([ended, patience]).finally(() => clearTimeout(timer));
    if (isDone) return true;
  }
  return false;
}

interface Diagnostics {
  readonly say: (text: string) => void;
  /** Of a frame or a request. */
  readonly trouble: (text: string) => void;
  /** Told when it is news; empty when there is none. */
  readonly unlisted: (sentence: string) => void;
  readonly tick: (droppedTickers: number) => void;
  /** Says once when a language model stops or goes on judging. */
  readonly model: (status: ModelStatus | undefined) => void;
}

function createDiagnostics(isJson: boolean): Diagnostics {
  let written = 0;
  let withheld = 0;
  let reportedDrops = 0;
  let unlisted = '';
  let lastTick = Date.now();
  let modelState: ModelStatus['state'] = 'ready';
  const say = (text: string): void => diagnose(isJson, text);
  return {
    say,
    unlisted: (sentence) => {
      if (sentence !== '' && sentence !== unlisted) say(sentence);
      unlisted = sentence;
    },
    trouble: (text) => {
      if (written < TROUBLE_LINES_PER_SECOND) {
        written += 1;
        say(text);
      } else withheld += 1;
    },
    tick: (droppedTickers) => {
      if (Date.now() - lastTick < 1000) return;
      lastTick = Date.now();
      if (withheld > 0) say(`${withheld} more such lines withheld`);
      if (droppedTickers > reportedDrops) say(`the reader is too slow: ${droppedTickers} tickers dropped so far`);
      written = 0;
      withheld = 0;
      reportedDrops = droppedTickers;
    },
    model: (status) => {
      // A pause is the provider's rhythm, and no news.
      if (status === undefined || status.state === 'paused' || status.state === modelState) return;
      modelState = status.state;
      if (status.state !== 'ready') say(`language model ${status.state}: ${status.reason ?? 'severity by rules'}`);
      else if (!isJson) say('language model ready');
    },
  };
}
