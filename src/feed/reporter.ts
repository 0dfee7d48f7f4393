// Tells a screen how an exchange is doing: at once when told to, else about once a second, and only what is news.
import type { Clock } from '../domain/clock.js';
import type { FeedReport } from '../domain/record.js';

const EVERY_MS = 1000;

export interface ReporterOptions {
  readonly clock: Clock;
  readonly compose: () => Omit<FeedReport, 'time'>;
  readonly send: (report: FeedReport) => void;
}

export interface Reporter {
  readonly tell: () => void;
  readonly stop: () => void;
}

export function startReporter({ clock, compose, send }: ReporterOptions): Reporter {
  let told = '';
  let isStopped = false;
  let cancel = clock.after(EVERY_MS, tick);

  function tick(): void {
    cancel = clock.after(EVERY_MS, tick);
    tell();
  }

  function tell(): void {
    if (isStopped) return;
    const report = compose();
    const text = JSON.stringify(report);
    if (text === told) return;
    told = text;
    send({ ...report, time: clock.now() });
  }

  return {
    tell,
    stop: () => {
      isStopped = true;
      cancel();
    },
  };
}
