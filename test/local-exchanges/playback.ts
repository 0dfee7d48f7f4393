// Recorded events back on the clock: at their own pace or faster, as if they happened now.

/** One frame of a recording. `text` writes it with every time of the recording moved by `at`. */
export interface Recorded {
  /** When it arrived, epoch ms as recorded. */
  readonly time: number;
  readonly text: (at: TimeMap) => string;
}

/** Recorded epoch ms → epoch ms of this playback. */
export type TimeMap = (recorded: number) => number;

export interface PlayOptions {
  readonly send: (text: string) => void;
  /** 2 plays two recorded seconds in one. */
  readonly speed?: number;
  /** Starts again from the top when it is through. */
  readonly loop?: boolean;
  /** Pauses of the recording longer than this are cut to it. */
  readonly longestPauseMs?: number;
}

export interface Playing {
  /** Resolves when the last frame is sent or `stop` was called. */
  readonly done: Promise<void>;
  readonly stop: () => void;
}

export function timeMap(recordedStart: number, start: number, speed = 1): TimeMap {
  return (recorded) => Math.round(start + (recorded - recordedStart) / speed);
}

export function play(recording: readonly Recorded[], options: PlayOptions): Playing {
  const speed = options.speed ?? 1;
  const longestPauseMs = options.longestPauseMs ?? Number.POSITIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let finish: () => void = () => undefined;
  const done = new Promise<void>((resolve) => {
    finish = resolve;
  });

  let position = 0;
  let anchor = { recorded: recording[0]?.time ?? 0, now: Date.now() };
  const step = (): void => {
    while (!isStopped) {
      const next = recording[position];
      if (!next) {
        if (!options.loop || recording.length === 0) {
          finish();
          return;
        }
        position = 0;
        anchor = { recorded: recording[0]?.time ?? 0, now: Date.now() };
        timer = setTimeout(step, 1000);
        return;
      }
      const at = timeMap(anchor.recorded, anchor.now, speed);
      const wait = at(next.time) - Date.now();
      if (wait > longestPauseMs) {
        anchor = { recorded: next.time, now: Date.now() + longestPauseMs };
        continue;
      }
      if (wait > 0) {
        timer = setTimeout(step, wait);
        return;
      }
      options.send(next.text(at));
      position += 1;
    }
  };
  step();

  return {
    done,
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
      finish();
    },
  };
}

// Epoch milliseconds of 2017 to 2033 as JSON number or text, and ISO instants.
const EPOCH = /(?<![\d.])(1[5-9]\d{11})(?![\d.])/g;
const ISO = /\b20[1-3]\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\b/g;

/** The newest time a captured frame holds that is not a time to come (funding, settlement); `undefined` without any. */
export function newestTime(text: string): number | undefined {
  const coming = /"(?:T|fundingTime|nextFundingTime|deliveryTime|expiration_timestamp)":"?1[5-9]\d{11}"?/g;
  const isFunding = /markPriceUpdate|nextFundingTime|fundingTime/.test(text);
  const searched = isFunding ? text.replace(coming, '') : text;
  const times = [
    ...[...searched.matchAll(EPOCH)].map(([digits]) => Number(digits)),
    ...[...searched.matchAll(ISO)].map(([iso]) => Date.parse(iso)),
  ];
  return times.length === 0 ? undefined : Math.max(...times);
}

/** The frame with every time in it moved by `byMs`; all else stays, byte for byte. */
export function shiftTimes(text: string, byMs: number): string {
  return text
    .replace(EPOCH, (digits) => String(Number(digits) + byMs))
    .replace(ISO, (iso) => new Date(Date.parse(iso) + byMs).toISOString());
}
