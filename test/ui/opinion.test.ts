import { afterEach, describe, expect, it, vi } from 'vitest';
import { createOpinions } from '../../src/commands/opinions.js';
import { exchangeIds } from '../../src/domain/instrument.js';
import type { MarketSnapshot } from '../../src/market/snapshot.js';
import { createGate, type Gate } from '../../src/model/gate.js';
import { ModelError } from '../../src/model/model-error.js';
import type { ModelClient } from '../../src/model/question.js';
import type { Opinions } from '../../src/ui/opinion.js';
import { ASK_AGAIN_MS } from '../../src/ui/opinion-controls.js';
import { runScreen, type Screen } from '../../src/ui/run-screen.js';
import { type Cell, createCell } from '../../src/ui/use-market.js';
import { createFakeClock } from '../support/fake-clock.js';
import { createFakeTerminal, type FakeTerminal } from '../support/fake-terminal.js';
import { SAMPLE_TIME, sampleCoverage, sampleSnapshot } from '../support/sample-snapshot.js';
import { createScriptedModel, type ScriptedCall, type ScriptedModel } from '../support/scripted-model.js';

const running: Screen[] = [];
afterEach(() => {
  for (const screen of running.splice(0)) screen.stop();
});

const ESCAPE = '\u001b';
const said = {
  analyses: [
    {
      number: 1,
      divergence: { level: 'strong', sentence: 'dYdX pays while Hyperliquid charges' },
      squeeze: { side: 'short', level: 'high' },
      pattern: 'funding has been rising for hours',
      direction: 'up',
      confidence: 0.55,
      risks: ['one stale exchange', 'escape \u001b[2J'],
    },
  ],
};

/** As the monitor does: every question goes through the gate. */
function asking(client: ModelClient, requestsPerMinute = 100): { readonly gate: Gate; readonly opinions: Opinions } {
  const gate = createGate({
    client,
    clock: createFakeClock(),
    provider: 'custom',
    model: 'scripted-1',
    concurrency: 4,
    requestsPerMinute,
    dailyBudget: { tokens: 1_000_000, usd: 1 },
  });
  return {
    gate,
    opinions: createOpinions({ client: gate, model: 'scripted-1', pastFigures: undefined }),
  };
}

interface Opened {
  readonly terminal: FakeTerminal;
  readonly market: Cell<MarketSnapshot>;
}

function open(opinions: Opinions | undefined, columns = 120, rows = 40): Opened {
  const terminal = createFakeTerminal(columns, rows);
  const market = createCell(sampleSnapshot());
  const screen = runScreen({
    market,
    stdin: terminal.stdin,
    stdout: terminal.stdout,
    writeSync: terminal.writeSync,
    suspend: () => undefined,
    colors: 256,
    version: '1.2.3',
    isDemo: false,
    initial: { exchanges: exchangeIds },
    coverage: sampleCoverage,
    localZone: () => 0,
    onCopy: () => 'copied',
    onExchanges: () => undefined,
    ...(opinions === undefined ? {} : { opinions }),
  });
  running.push(screen);
  return { terminal, market };
}

/** The overlay's lines, its frame included; empty when there is none. */
async function overlay(terminal: FakeTerminal): Promise<readonly string[]> {
  const lines = await terminal.lines();
  const top = lines.findIndex((line) => line.includes(' Opinion on '));
  if (top === -1) return [];
  const left = lines[top]?.search(/╭─ Opinion/) ?? 0;
  const height = lines.slice(top).findIndex((line) => line[left] === '╰');
  return lines.slice(top, top + height + 1).map((line) => line.slice(left));
}

const footer = async (terminal: FakeTerminal): Promise<string> => (await terminal.lines()).at(-1) ?? '';
const later = ({ market }: Opened, ms: number): void => market.set(sampleSnapshot({ time: SAMPLE_TIME + ms }));

/** The call of that number: what asks is loaded first. */
async function callOf(model: ScriptedModel, number: number): Promise<ScriptedCall> {
  return vi.waitFor(() => {
    const call = model.calls[number - 1];
    if (call === undefined) throw new Error(`no call ${number} yet`);
    return call;
  });
}

/** With these words in it; loading, asking and drawing take their turns. */
async function overlayWith(terminal: FakeTerminal, words: string): Promise<readonly string[]> {
  return vi.waitFor(async () => {
    const lines = await overlay(terminal);
    if (!lines.join('\n').includes(words)) throw new Error(`no '${words}' in:\n${lines.join('\n')}`);
    return lines;
  });
}

describe("a model's opinion", () => {
  it('is waited for, then shown, marked as one, with model, time, cost and what it was given', async () => {
    const model = createScriptedModel(() => 0);
    const { gate, opinions } = asking(model);
    const { terminal } = open(opinions);
    await terminal.press('a');
    expect((await overlay(terminal)).join('\n')).toMatch(/Opinion on BTC [\s\S]*asking scripted-1 … {2}Esc gives up/);
    (await callOf(model, 1)).answer(said, { usage: { costUsd: 0.00042 }, latencyMs: 2300 });
    const lines = await overlayWith(terminal, 'What it was given');
    const text = lines.join('\n');
    expect(lines[1]).toContain("A language model's opinion, no advice");
    expect(lines[2]).toContain('scripted-1  2023-11-14 22:13:20Z, 2.3 s, 350 tokens, $0.00042');
    expect(text).toContain('▲ up  confidence 0.55');
    expect(text).toContain('strong  dYdX pays while Hyperliquid charges');
    expect(text).toContain('of shorts  high');
    expect(text).toContain('escape ·[2J');
    expect(text).toMatch(/perpetuals +8 on 6 exchanges {2}8 comparable, 1 smaller left out/);
    expect(text).toMatch(/pair +long dydx, short hyperliquid {2}\+0\.0162% per 8h/);
    expect(gate.status()).toMatchObject({ callsToday: 1, tokensToday: 350, costUsdToday: 0.00042 });
    await terminal.press(ESCAPE);
    expect(await overlay(terminal)).toEqual([]);
  });

  it('is kept with its age, and asked for anew with the second press, with some patience', async () => {
    const model = createScriptedModel(() => 0);
    const opened = open(asking(model).opinions);
    const { terminal } = opened;
    await terminal.press('a');
    (await callOf(model, 1)).answer(said);
    await overlayWith(terminal, 'What it was given');
    await terminal.press('a');
    expect(await footer(terminal)).toContain('asked a moment ago: again in 30 s');
    await terminal.press(ESCAPE);
    later(opened, ASK_AGAIN_MS + 60_000);
    await terminal.press('a');
    expect(model.calls).toHaveLength(1);
    expect((await overlay(terminal))[0]).toContain(' 1m old ');
    expect((await overlay(terminal)).at(-1)).toContain('a asks anew');
    await terminal.press('a');
    const second = await callOf(model, 2);
    const meanwhile = (await overlay(terminal)).join('\n');
    expect(meanwhile).toContain('asking scripted-1 …');
    expect(meanwhile).toContain('strong  dYdX pays');
    await terminal.press('a');
    expect(model.calls).toHaveLength(2);
    const [{ divergence: _, ...rest }] = said.analyses as [(typeof said.analyses)[number]];
    second.answer({ analyses: [{ ...rest, divergence: { level: 'none', sentence: 'all agree now' } }] });
    const renewed = await overlayWith(terminal, 'none  all agree now');
    expect(renewed[0]).toContain(' 0s old ');
  });

  it('is given up with Esc; one that comes late opens nothing', async () => {
    const model = createScriptedModel(() => 0);
    const { terminal } = open(asking(model).opinions);
    await terminal.press('a');
    const call = await callOf(model, 1);
    await terminal.press(ESCAPE);
    expect(call.isOpen()).toBe(false);
    call.answer(said);
    await terminal.press('');
    expect(await overlay(terminal)).toEqual([]);
    await terminal.press('a');
    expect((await overlay(terminal)).join('\n')).toContain('asked a moment ago: again in 30 s');
    expect(model.calls).toHaveLength(1);
  });

  it('is on the asset that is looked at: on the board, of the selected row', async () => {
    const model = createScriptedModel(() => 0);
    const { terminal } = open(asking(model).opinions);
    await terminal.press('2');
    await terminal.press('j');
    await terminal.press('a');
    expect((await overlay(terminal))[0]).toContain('Opinion on ETH');
    expect((await callOf(model, 1)).question.user).toContain('"asset":"ETH"');
  });

  it('is not asked for on panels that are about something else', async () => {
    const model = createScriptedModel(() => 0);
    const { terminal } = open(asking(model).opinions);
    await terminal.press('5');
    await terminal.press('a');
    expect(await overlay(terminal)).toEqual([]);
    expect(await footer(terminal)).toContain('no asset to ask about on this panel');
    expect(model.calls).toHaveLength(0);
  });

  it('of an asset without a rate costs nothing, and says so', async () => {
    const model = createScriptedModel(() => 0);
    const { terminal } = open(asking(model).opinions);
    await terminal.press(':asset SOL\r');
    await terminal.press('a');
    await overlayWith(terminal, 'no exchange tells a funding rate of SOL');
    expect(model.calls).toHaveLength(0);
  });

  it('that fails says why and what to do, and may be asked for again at once', async () => {
    const model = createScriptedModel(
      () => 0,
      (call) => call.fail(new ModelError('reply', 'https://llm.example: the answer was empty', { hint: 'try another model' })),
    );
    const { terminal } = open(asking(model).opinions);
    await terminal.press('a');
    const lines = await overlayWith(terminal, 'https://llm.example: the answer was empty');
    expect(lines.join('\n')).toContain('try another model');
    await terminal.press('a');
    await callOf(model, 2);
  });

  it('waits for the limits that everything else keeps to', async () => {
    const model = createScriptedModel(
      () => 0,
      (call) => call.answer(said),
    );
    const { terminal } = open(asking(model, 1).opinions);
    await terminal.press('a');
    await overlayWith(terminal, 'What it was given');
    await terminal.press(ESCAPE);
    await terminal.press(':asset ETH\r');
    await terminal.press('a');
    await overlayWith(terminal, 'too many requests');
    expect(model.calls).toHaveLength(1);
  });

  it('without a model says why', async () => {
    const words = 'no language model is set up: fundmon config set llm.provider and llm.key';
    const { terminal } = open(createOpinions({ client: undefined, model: words, pastFigures: undefined }));
    await terminal.press('a');
    expect((await overlay(terminal)).join('\n')).toContain(words);
  });

  it('can be read on the smallest screen, to its end', async () => {
    const model = createScriptedModel(
      () => 0,
      (call) => call.answer(said),
    );
    const { terminal } = open(asking(model).opinions, 60, 15);
    await terminal.press('a');
    const first = await overlayWith(terminal, "A language model's opinion");
    expect(first[0]).toMatch(/ 1–\d+ of \d+ /);
    expect(first.every((line) => line.length <= 60)).toBe(true);
    await terminal.press('G');
    expect((await overlay(terminal)).join('\n')).toContain('liquidations');
  });
});
