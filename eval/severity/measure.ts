// One run over the set: rules alone, or a model beside them.
import { readFileSync } from 'node:fs';
import { openModel } from '../../src/commands/model.js';
import { FundmonError } from '../../src/domain/errors.js';
import { systemClock } from '../../src/feed/clock.js';
import { createGate } from '../../src/model/gate.js';
import { openSettings } from '../../src/settings.js';
import { CASES_FILE, type EvalCase, readCases } from './cases.js';
import { spread } from './choose.js';
import { judgeAllByRules, judgeByModel } from './judge.js';
import { createMeter } from './meter.js';
import type { Options } from './options.js';
import { type Report, reportOf } from './report.js';

export interface Run {
  readonly signal: AbortSignal;
  readonly onProgress: (line: string) => void;
}

/** Spread over the set; in its order. */
function limited(cases: readonly EvalCase[], limit = cases.length): readonly EvalCase[] {
  const chosen = new Set(spread(cases).slice(0, limit));
  return cases.filter((one) => chosen.has(one));
}

/** Throws `FundmonError` where there is no model to ask at the endpoint, or it answered nothing. */
export async function measure(options: Omit<Options, 'isJson'>, { signal, onProgress }: Run): Promise<Report> {
  const cases = limited(readCases(readFileSync(CASES_FILE, 'utf8')), options.limit);
  if (options.endpoint === undefined) return reportOf(judgeAllByRules(cases));
  const settings = openSettings(options.configDir).read();
  const { endpoint, model } = options;
  const opened = await openModel({ 'llm-url': endpoint, ...(model === undefined ? {} : { 'llm-model': model }) }, settings);
  if (opened.client === undefined) throw new FundmonError(opened.reason, { hint: opened.hint });
  const meter = createMeter(opened.client);
  const gate = createGate({
    client: meter.client,
    clock: systemClock,
    provider: opened.provider,
    model: opened.model,
    concurrency: settings['llm.concurrency'],
    requestsPerMinute: settings['llm.requestsPerMinute'],
    dailyBudget: { tokens: settings['llm.dailyBudgetTokens'], usd: settings['llm.dailyBudgetUsd'] },
  });
  try {
    const outcome = await judgeByModel(cases, { gate, clock: systemClock, signal, onProgress });
    const { judgements, refusedCount, endedBy } = outcome;
    if (judgements.length === 0) throw new FundmonError(`nothing was answered: ${endedBy ?? 'no reason told'}`);
    const byModel = { name: opened.model, judgements, refusedCount, spent: meter.read() };
    const run = { wantedCount: cases.length, ...(endedBy === undefined ? {} : { endedBy }) };
    // The rules on the same cases: a run that ended early compares like with like.
    return reportOf(judgeAllByRules(judgements.map(({ one }) => one)), byModel, run);
  } finally {
    opened.close();
  }
}
