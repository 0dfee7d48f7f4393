import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { measure, type Run } from '../../../eval/severity/measure.js';
import { readOptions } from '../../../eval/severity/options.js';
import { type Report, textOf } from '../../../eval/severity/report.js';
import { type Tier, tierRank, tiers } from '../../../src/domain/severity.js';
import { after, answer, hang, refuse, refuseQuotingKey, say } from '../../local-model/answers.js';
import { type Asked, type LocalModel, startLocalModel } from '../../local-model/server.js';

const KEY = 'sk-local-Ab3dEf6hIj9kLmN0pQr5';
const REASON = 'the numbers say so';

let model: LocalModel;
let configDir: string;
beforeEach(async () => {
  for (const name of Object.keys(process.env).filter((one) => /_LLM_|_API_KEY$/.test(one))) vi.stubEnv(name, undefined);
  vi.stubEnv('FUNDMON_LLM_KEY', KEY);
  vi.stubGlobal('__VERSION__', 'test');
  configDir = mkdtempSync(join(tmpdir(), 'fundmon-eval-'));
  model = await startLocalModel();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  rmSync(configDir, { recursive: true });
  await model.stop();
});

interface AskedEvent {
  readonly event: number;
  readonly rule: Tier;
  readonly usd: number;
}

function eventsOf({ user }: Asked): readonly AskedEvent[] {
  const { events }: { readonly events: readonly AskedEvent[] } = JSON.parse(user);
  return events;
}

const judging = (tierOf: (event: AskedEvent) => Tier) =>
  answer((asked: Asked) => ({
    verdicts: eventsOf(asked).map((one) => ({ event: one.event, tier: tierOf(one), reason: REASON })),
  }));

function run(options: { readonly limit?: number; readonly endpoint?: string } = {}, more: Partial<Run> = {}): Promise<Report> {
  const wished = { endpoint: model.url, model: 'local-model', configDir, ...options };
  return measure(wished, { signal: new AbortController().signal, onProgress: () => undefined, ...more });
}

const shift = (tier: Tier, steps: number): Tier => tiers[tierRank(tier) + steps] ?? tier;

describe('a run over the set', () => {
  it('without an endpoint measures the rules, asks nobody, and says so', async () => {
    const report = await measure({ configDir }, { signal: new AbortController().signal, onProgress: () => undefined });
    expect(report).toMatchObject({ caseCount: 265, wantedCount: 265 });
    expect(report.judges.map(({ name }) => name)).toEqual(['rules']);
    expect(textOf(report)).toContain('no --endpoint: the rules alone');
    expect(model.asked).toHaveLength(0);
  });

  it('measures of the rules what the README says of them', async () => {
    const { judges } = await measure({ configDir }, { signal: new AbortController().signal, onProgress: () => undefined });
    const shares = [judges[0]?.accuracy, judges[0]?.withinOne].map((share = Number.NaN) => `${(share * 100).toFixed(1)} %`);
    const [, ...told] = /right in (\S+ %), at most one\s+tier off in (\S+ %)/.exec(readFileSync('README.md', 'utf8')) ?? [];
    expect(told).toEqual(shares);
  });

  it('a model that says what the rules say scores as they do', async () => {
    model.always(judging(({ rule }) => rule));
    const report = await run();
    const [rules, judged] = report.judges;
    expect(judged).toEqual({ ...rules, name: 'local-model' });
    expect(report.model).toMatchObject({ decidedCount: 265, refusedCount: 0, callCount: 34, promptTokens: 34 * 120 });
    expect(report.model).not.toHaveProperty('costUsd');
    expect(report).not.toHaveProperty('endedBy');
    expect(model.asked.every(({ headers }) => headers.authorization === `Bearer ${KEY}`)).toBe(true);
    expect(textOf(report)).toMatch(/^local-model +\d/m);
  });

  it('asks eight at a time, the largest first', async () => {
    model.always(judging(({ rule }) => rule));
    await run({ limit: 20 });
    expect(model.asked.map((asked) => eventsOf(asked).length).sort()).toEqual([4, 8, 8]);
    for (const asked of model.asked) {
      const usd = eventsOf(asked).map((one) => one.usd);
      expect(usd).toEqual([...usd].sort((a, b) => b - a));
    }
  });

  it.each([
    ['nonsense', say('The market looks lively today.')],
    ['two steps at once', judging(({ rule }) => (tierRank(rule) < 2 ? shift(rule, 2) : shift(rule, -2)))],
    [
      'no tier there is',
      answer((asked: Asked) => ({ verdicts: eventsOf(asked).map(({ event }) => ({ event, tier: 'HUGE', reason: REASON })) })),
    ],
  ])('a model that answers %s is refused throughout, and the rules stand', async (_, behaviour) => {
    model.always(behaviour);
    const report = await run({ limit: 40 });
    const [rules, judged] = report.judges;
    expect(judged).toEqual({ ...rules, name: 'local-model' });
    expect(report.model).toMatchObject({ decidedCount: 0, refusedCount: 40 });
  });

  it('a model that moves every tier up is scored by what it said', async () => {
    model.always(judging(({ rule }) => shift(rule, 1)));
    const report = await run();
    const [rules, judged] = report.judges;
    for (const label of tiers) {
      expect(judged?.confusion[label].LOW).toBe(0);
      for (const answered of ['LOW', 'MEDIUM'] as const) {
        expect(judged?.confusion[label][shift(answered, 1)]).toBe(rules?.confusion[label][answered]);
      }
      expect(judged?.confusion[label].CRITICAL).toBe(
        (rules?.confusion[label].HIGH ?? 0) + (rules?.confusion[label].CRITICAL ?? 0),
      );
    }
  });

  it('adds up tokens and the cost the provider states', async () => {
    model.always(
      answer(
        (asked: Asked) => ({ verdicts: eventsOf(asked).map(({ event, rule }) => ({ event, tier: rule, reason: REASON })) }),
        {
          usage: { prompt_tokens: 1_000, completion_tokens: 100, cost: 0.002 },
        },
      ),
    );
    const report = await run({ limit: 24 });
    expect(report.model).toMatchObject({ callCount: 3, promptTokens: 3_000, completionTokens: 300 });
    expect(report.model?.costUsd).toBeCloseTo(0.006, 12);
    expect(textOf(report)).toContain('3 calls, 3000 tokens asked, 300 answered, $0.0060');
  });

  it('never has more than four questions open', async () => {
    let open = 0;
    let most = 0;
    const agree = after(
      20,
      judging(({ rule }) => rule),
    );
    model.always(async (response, asked) => {
      open += 1;
      most = Math.max(most, open);
      await agree(response, asked);
      open -= 1;
    });
    await run();
    expect(most).toBe(4);
  });

  it('waits out a 429 and asks the same again', async () => {
    model.script(refuse(429, { error: { message: 'slow down' } }, { 'retry-after-ms': '30' }));
    model.always(judging(({ rule }) => rule));
    const report = await run({ limit: 8 });
    expect(report.model).toMatchObject({ callCount: 2, decidedCount: 8 });
  });

  it('ends at a refused key with one line that does not tell it', async () => {
    model.always(refuseQuotingKey(401));
    const error: Error = await run().then(
      () => expect.fail('answered'),
      (reason) => reason,
    );
    expect(error.message).toMatch(/^nothing was answered: http:\/\/127\.0\.0\.1:\d+: /);
    expect(error.message).not.toContain(KEY.slice(0, 12));
  });

  it('ends with what was done when it is stopped, the rules on the same cases', async () => {
    const stop = new AbortController();
    model.script(
      judging(({ rule }) => rule),
      judging(({ rule }) => rule),
    );
    model.always(hang);
    const report = await run({}, { signal: stop.signal, onProgress: (line) => line.startsWith('16 ') && stop.abort() });
    expect(report).toMatchObject({ caseCount: 16, wantedCount: 265, endedBy: 'stopped' });
    expect(report.judges.map(({ count }) => count)).toEqual([16, 16]);
    expect(textOf(report)).toContain('ended before all 265 were answered: stopped');
  });
});

describe('the command', () => {
  let child: ChildProcess | undefined;
  afterEach(() => void child?.kill('SIGKILL'));

  it('prints what was done at Ctrl-C and ends with 130', { timeout: 60_000 }, async () => {
    model.script(judging(({ rule }) => rule));
    model.always(hang);
    const args = ['scripts/eval-severity.mjs', '--endpoint', model.url, '--model', 'local-model', '--config-dir', configDir];
    const started = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    child = started;
    let [out, errors] = ['', ''];
    started.stdout.on('data', (part) => {
      out += String(part);
    });
    started.stderr.on('data', (part) => {
      errors += String(part);
      if (errors.includes('8 of 265')) started.kill('SIGINT');
    });
    const status = await new Promise((resolve) => started.on('close', resolve));
    expect(out).toContain('8 liquidations labelled by');
    expect(out).toContain('ended before all 265 were answered: stopped');
    expect(status).toBe(130);
    expect(out + errors).not.toContain(KEY.slice(0, 12));
  });

  it.each([
    [['--limit', '0'], /--limit takes/],
    [['--limit', '1e2'], /--limit takes/],
    [['--model', 'x'], /--model needs --endpoint/],
    [['--endpiont', 'x'], /--endpiont/],
    [['file'], /file/],
  ])('%j is wrong usage', (args, message) => {
    expect(() => readOptions(args)).toThrow(message);
  });
});
