// The labelled set, from recordings and demo: the same every time.

import type { EvalCase } from './cases.js';
import { choose } from './choose.js';
import { createHindsight } from './hindsight.js';
import { recordingNames } from './recordings.js';
import { type Replay, replayDemo, replayRecording, type Scene } from './replay.js';
import { labelOf } from './rubric.js';

/** Its five minutes hold calm, two cascades of longs and a squeeze of shorts: chosen for them, unseen what the rules say. */
const DEMO = { seed: 23, startTime: Date.parse('2026-11-02T09:00:00Z'), forMs: 300_000 };
/** Before that nothing is usual yet. */
const WARM_UP_COUNT = 20;
const A_QUARTER = 1.25;

function isBorderline(scene: Scene, tierOf: (scene: Scene) => string): boolean {
  const { liquidation } = scene;
  const scaled = (factor: number): Scene => ({
    ...scene,
    liquidation: { ...liquidation, notionalUsd: liquidation.notionalUsd * factor },
  });
  return [A_QUARTER, 1 / A_QUARTER].some((factor) => tierOf(scaled(factor)) !== tierOf(scene));
}

/** In the order of arrival. */
export function labelled(replay: Replay): readonly EvalCase[] {
  const factsOf = createHindsight(replay);
  return replay.scenes.slice(WARM_UP_COUNT).map((scene) => ({
    source: replay.source,
    ...labelOf(factsOf(scene)),
    isBorderline: isBorderline(scene, (one) => labelOf(factsOf(one)).tier),
    ...scene,
  }));
}

export function generateCases(): readonly EvalCase[] {
  const replays = [...recordingNames.map(replayRecording), replayDemo(DEMO.seed, DEMO.startTime, DEMO.forMs)];
  return choose(replays.flatMap(labelled));
}
