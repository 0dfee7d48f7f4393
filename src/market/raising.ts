// When something that crosses a line becomes an alert, and when it stops being one: pure, one step per evaluation.

export interface RaisingRules {
  /** Evaluations in a row beyond a line before it counts: one odd tick is no news. */
  readonly evaluations: number;
  /** An alert stands at least so long. */
  readonly minHoldMs: number;
  /** After it was cleared it is not raised again for so long. */
  readonly cooldownMs: number;
}

/** `raisedTime` `undefined`: quiet. `run`: evaluations in a row beyond the line that leads out of this state. */
export interface Raising {
  readonly raisedTime: number | undefined;
  readonly run: number;
  readonly clearedTime?: number;
}

export const quiet: Raising = { raisedTime: undefined, run: 0 };

/** What the value says: beyond the line that raises, below the line that clears; neither in between. */
export interface Lines {
  readonly isRaising: boolean;
  readonly isClearing: boolean;
}

export function nextRaising(state: Raising, { isRaising, isClearing }: Lines, now: number, rules: RaisingRules): Raising {
  const { raisedTime, clearedTime } = state;
  const isCooling = clearedTime !== undefined && now - clearedTime < rules.cooldownMs;
  const leads = raisedTime === undefined ? isRaising && !isCooling : isClearing;
  if (!leads) {
    // A cooldown that is over is forgotten: quiet is one object again.
    if (raisedTime === undefined && !isCooling) return quiet;
    return state.run === 0 ? state : { ...state, run: 0 };
  }
  const run = state.run + 1;
  if (run < rules.evaluations) return { ...state, run };
  if (raisedTime === undefined) return { raisedTime: now, run: 0 };
  return now - raisedTime >= rules.minHoldMs ? { ...quiet, clearedTime: now } : { ...state, run };
}

/** Nothing is counted and nothing cools: such a state need not be kept. */
export function isIdle({ raisedTime, run, clearedTime }: Raising): boolean {
  return raisedTime === undefined && run === 0 && clearedTime === undefined;
}
