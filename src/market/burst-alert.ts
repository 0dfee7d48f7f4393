// One alert for the whole market: liquidations come many times faster than usual.
import type { Alert } from '../domain/record.js';
import { usdText } from '../domain/usd-text.js';
import type { BurstPace } from './burst-pace.js';
import { nextRaising, quiet, type Raising, type RaisingRules } from './raising.js';

export interface BurstOptions extends RaisingRules {
  /** Events of the last minute to those of a usual one. */
  readonly ratio: number;
  /** Cleared below this share of it: one that trembles around the line is one burst. */
  readonly clearBelowShare: number;
  /** In the minute; three are many times the usual of a calm night, and no news. */
  readonly minEvents: number;
}

export interface BurstAlert {
  /** Once a second. */
  readonly evaluate: (pace: BurstPace, now: number) => readonly Alert[];
}

interface Peak {
  readonly events: number;
  readonly usd: number;
  readonly ratio: number;
}

export function createBurstAlert(options: BurstOptions): BurstAlert {
  let state: Raising = quiet;
  let peak: Peak | undefined;

  function alertOf(kind: Alert['state'], raisedTime: number, time: number, message: string): Alert {
    return { type: 'alert', id: `liquidation-burst:${raisedTime}`, kind: 'liquidation-burst', state: kind, time, message };
  }

  return {
    evaluate: ({ eventRatio, eventsPerMinute, usdPerMinute, usual }, now) => {
      const ratio = eventRatio ?? 0;
      const before = state;
      state = nextRaising(
        state,
        {
          isRaising: ratio >= options.ratio && eventsPerMinute >= options.minEvents,
          // What is not known is no burst.
          isClearing:
            ratio < options.clearBelowShare * options.ratio || eventsPerMinute < options.clearBelowShare * options.minEvents,
        },
        now,
        options,
      );
      if (state.raisedTime !== undefined && eventsPerMinute >= (peak?.events ?? 0)) {
        peak = { events: eventsPerMinute, usd: usdPerMinute, ratio };
      }
      if (before.raisedTime === undefined && state.raisedTime !== undefined) {
        const words = `${eventsPerMinute} liquidations in a minute (${usdText(usdPerMinute)}), ${ratio} × the usual ${usual?.eventsPerMinute}`;
        return [alertOf('raised', state.raisedTime, now, words)];
      }
      if (before.raisedTime === undefined || state.raisedTime !== undefined) return [];
      const words = `burst over, ${peak?.events} liquidations (${usdText(peak?.usd ?? 0)}) in its busiest minute, ${peak?.ratio} × the usual`;
      peak = undefined;
      return [alertOf('cleared', before.raisedTime, now, words)];
    },
  };
}
