import type { Flags } from '../args.js';
import { printable } from '../domain/text.js';
import { createOutput } from './output.js';
import { createPipeline, openSession } from './session.js';
import { untilStopped } from './stop-signal.js';

/** How often the market is evaluated for alerts. */
const EVALUATE_MS = 500;
/** A flood of unreadable frames must not become a flood of lines. */
const FAULT_LINES_PER_SECOND = 20;

/** Exit 0 on SIGINT, SIGTERM and a closed pipe. Records on stdout, diagnostics on stderr only. */
export async function stream(flags: Flags): Promise<number> {
  const { store, feed, minNotionalUsd } = await openSession(flags);
  const stop = untilStopped();
  const output = createOutput(process.stdout, stop.now);
  const diagnostics = createDiagnostics();
  const pipeline = createPipeline(store, minNotionalUsd, {
    record: (record) => {
      output.push(record);
      if (record.type === 'feed')
        diagnostics.say(`${record.exchange} ${record.state}${record.reason ? `: ${record.reason}` : ''}`);
    },
    frame: ({ exchange, faults = [] }) => {
      for (const fault of faults) diagnostics.fault(`${exchange}: ${fault}`);
    },
  });
  feed.start(pipeline);
  const timer = setInterval(() => {
    pipeline.alerts(store.flush(Date.now()));
    diagnostics.tick(output.droppedTickers());
  }, EVALUATE_MS);
  await stop.promise;
  clearInterval(timer);
  await feed.stop();
  await output.end();
  return 0;
}

interface Diagnostics {
  readonly say: (text: string) => void;
  readonly fault: (text: string) => void;
  readonly tick: (droppedTickers: number) => void;
}

function createDiagnostics(): Diagnostics {
  let written = 0;
  let withheld = 0;
  let reportedDrops = 0;
  let lastTick = Date.now();
  const say = (text: string): void => {
    process.stderr.write(`fundmon: ${printable(text, 300)}\n`);
  };
  return {
    say,
    fault: (text) => {
      if (written < FAULT_LINES_PER_SECOND) {
        written += 1;
        say(text);
      } else withheld += 1;
    },
    tick: (droppedTickers) => {
      if (Date.now() - lastTick < 1000) return;
      lastTick = Date.now();
      if (withheld > 0) say(`${withheld} more frames could not be read`);
      if (droppedTickers > reportedDrops) say(`the reader is too slow: ${droppedTickers} tickers dropped so far`);
      written = 0;
      withheld = 0;
      reportedDrops = droppedTickers;
    },
  };
}
