export interface HysteresisSettings {
  readonly raiseAbove: number;
  readonly clearBelow: number;
  /** Steps in a row beyond a line before it counts. */
  readonly steps: number;
  readonly minHoldMs: number;
}

/** Quiet: `raisedTime` is `undefined`. `run` counts the steps beyond the line that leads out of this state. */
export interface Hysteresis {
  readonly raisedTime: number | undefined;
  readonly run: number;
}

export const quiet: Hysteresis = { raisedTime: undefined, run: 0 };

/** One evaluation. A value that is not known counts as below every line. */
export function step(state: Hysteresis, value: number | undefined, now: number, settings: HysteresisSettings): Hysteresis {
  const { raisedTime } = state;
  const isBeyond =
    raisedTime === undefined
      ? value !== undefined && value > settings.raiseAbove
      : value === undefined || value < settings.clearBelow;
  if (!isBeyond) return state.run === 0 ? state : { raisedTime, run: 0 };
  const run = state.run + 1;
  if (run < settings.steps) return { raisedTime, run };
  if (raisedTime === undefined) return { raisedTime: now, run: 0 };
  return now - raisedTime >= settings.minHoldMs ? quiet : { raisedTime, run };
}
