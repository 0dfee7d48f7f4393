// The language model beside a running market: who asks it, within what limits, and how it is doing.
import type { Flags } from '../args.js';
import type { ModelStatus } from '../domain/model-status.js';
import { systemClock } from '../feed/clock.js';
import type { Gate } from '../model/gate.js';
import type { ModelClient } from '../model/question.js';
import { amountOfAsset } from '../model-settings.js';
import type { Settings } from '../settings.js';
import type { Classifier } from '../severity/classifier.js';
import { type OpenModel, openModel } from './model.js';
import type { Session } from './session.js';

export interface ModelSession {
  /** Both are absent where there is no model to ask. */
  readonly classifier?: Classifier;
  /** For questions of a person: through the same gate, for the limits and the budget are of the day, and next in line there. */
  readonly person?: ModelClient;
  /** `undefined` where nobody wants a model; the same object while nothing changed. */
  readonly getStatus: () => ModelStatus | undefined;
  readonly close: () => void;
}

/** Throws `UsageError` on flags or settings that are wrong. Without a model nothing of it is loaded. */
export async function openModelSession(
  flags: Flags,
  { isDemo, settings, minNotionalUsd }: Pick<Session, 'isDemo' | 'settings' | 'minNotionalUsd'>,
): Promise<ModelSession> {
  const none: ModelSession = { getStatus: () => undefined, close: () => undefined };
  // A demo promises no network, and its liquidations are worth no money: only by wish of this very run.
  if (isDemo && flags['llm-url'] === undefined && flags['llm-model'] === undefined) return none;
  const model = await openModel(flags, settings);
  if (model.client === undefined) {
    if (!model.isWanted) return none;
    const status = stoppedStatus(settings, `${model.reason}; ${model.hint}`);
    return { ...none, getStatus: () => status };
  }
  const { gate, classifier } = await judging(model, settings, thresholds(flags, settings, minNotionalUsd));
  return {
    person: { ask: gate.askNext },
    classifier,
    getStatus: classifier.getSnapshot,
    close: () => {
      classifier.stop();
      model.close();
    },
  };
}

async function judging(
  { client, provider, model }: OpenModel,
  settings: Settings,
  minNotionalUsd: (asset: string) => number,
): Promise<{ readonly gate: Gate; readonly classifier: Classifier }> {
  const [{ createGate }, { createClassifier }] = await Promise.all([
    import('../model/gate.js'),
    import('../severity/classifier.js'),
  ]);
  const gate = createGate({
    client,
    clock: systemClock,
    provider,
    model,
    concurrency: settings['llm.concurrency'],
    requestsPerMinute: settings['llm.requestsPerMinute'],
    dailyBudget: { tokens: settings['llm.dailyBudgetTokens'], usd: settings['llm.dailyBudgetUsd'] },
  });
  return { gate, classifier: createClassifier({ gate, clock: systemClock, minNotionalUsd }) };
}

/** A flag of this run goes before everything that is kept. */
function thresholds(flags: Flags, settings: Settings, flagged: number): (asset: string) => number {
  if (flags['min-notional'] !== undefined) return () => flagged;
  const byAsset = new Map<string, number>();
  for (const text of settings['llm.assetMinNotionalUsd']) {
    const [asset, usd] = amountOfAsset(text) ?? [];
    if (asset !== undefined && usd !== undefined) byAsset.set(asset, usd);
  }
  return (asset) => byAsset.get(asset) ?? settings['llm.minNotionalUsd'];
}

function stoppedStatus(settings: Settings, reason: string): ModelStatus {
  return {
    provider: settings['llm.provider'],
    model: settings['llm.model'],
    state: 'stopped',
    reason,
    callsToday: 0,
    tokensToday: 0,
    refusalCount: 0,
    failureCount: 0,
    queuedCount: 0,
    droppedCount: 0,
    expiredCount: 0,
  };
}
