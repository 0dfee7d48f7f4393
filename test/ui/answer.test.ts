import { afterEach, describe, expect, it } from 'vitest';
import { createQuestions } from '../../src/commands/questions.js';
import { FundmonError } from '../../src/domain/errors.js';
import { exchangeIds } from '../../src/domain/instrument.js';
import type { ModelClient } from '../../src/model/question.js';
import type { Questions } from '../../src/ui/answer.js';
import { runScreen, type Screen } from '../../src/ui/run-screen.js';
import { createCell } from '../../src/ui/use-market.js';
import { createFakeTerminal, type FakeTerminal } from '../support/fake-terminal.js';
import { liquidationRows, SAMPLE_TIME, sampleCoverage, sampleSnapshot } from '../support/sample-snapshot.js';
import { createScriptedModel } from '../support/scripted-model.js';

const running: Screen[] = [];
afterEach(() => {
  for (const screen of running.splice(0)) screen.stop();
});

const ESCAPE = '\u001b';
const said = {
  isAnswerable: true,
  source: 'funding',
  filters: [{ field: 'asset', comparison: '=', values: ['BTC'] }],
  since: '',
  group: [],
  sort: '-rate8h',
  limit: 3,
};

function answering(client?: ModelClient): Questions {
  const model = client === undefined ? 'no language model is set up' : 'scripted-1';
  return createQuestions({ client, model, startTime: SAMPLE_TIME - 600_000, minNotionalUsd: 0 });
}

function open(questions: Questions | undefined, columns = 120, rows = 30, snapshot = sampleSnapshot()): FakeTerminal {
  const terminal = createFakeTerminal(columns, rows);
  const screen = runScreen({
    market: createCell(snapshot),
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
    ...(questions === undefined ? {} : { questions }),
  });
  running.push(screen);
  return terminal;
}

/** The text inside the overlay's frame, line by line. */
async function overlay(terminal: FakeTerminal): Promise<readonly string[]> {
  const lines = await terminal.lines();
  const top = lines.findIndex((line) => line.includes(' Answer '));
  if (top === -1) return [];
  const left = lines[top]?.search(/╭─ Answer/) ?? 0;
  const height = lines.slice(top).findIndex((line) => line[left] === '╰');
  return lines.slice(top, top + height + 1).map((line) => line.slice(left));
}

const footer = async (terminal: FakeTerminal): Promise<string> => (await terminal.lines()).at(-1) ?? '';

describe(':query', () => {
  it('answers with a table, its row count and its span', async () => {
    const terminal = open(answering());
    await terminal.press(':query funding coin=btc sort=-8h limit=3\r');
    const lines = await overlay(terminal);
    const text = lines.join('\n');
    expect(text).toContain(':query funding asset=BTC sort=-rate8h limit=3  Enter changes it');
    const rows = lines.filter((line) => /(binance|bybit|okx|deribit|hyperliquid|dydx) +BTC/.test(line));
    expect(rows.map((line) => /│ (\w+)/.exec(line)?.[1])).toEqual(['hyperliquid', 'bybit', 'binance']);
    expect(rows[0]).toContain('+0.0130%');
    expect(text).toContain('1 rate too old to compare left out');
    expect(lines.at(-1)).toMatch(/3 of 8 rows, 2023-11-14 22:13:19Z to 22:13:20Z \(0 s\)/);
  });

  it('gives the query back to be changed', async () => {
    const terminal = open(answering());
    await terminal.press(':query funding coin=btc\r');
    await terminal.press('e');
    expect(await footer(terminal)).toContain(':query funding asset=BTC▏');
    await terminal.press(' limit=1\r');
    expect((await overlay(terminal)).at(-1)).toContain('1 of 9 rows');
    await terminal.press(ESCAPE);
    expect(await overlay(terminal)).toEqual([]);
  });

  it('says which word means nothing, and lets it be mended', async () => {
    const terminal = open(answering());
    await terminal.press(':query funding exchnge=okx\r');
    expect((await overlay(terminal)).join('\n')).toContain("'exchnge' at 9 is no field of funding");
    expect((await overlay(terminal)).join('\n')).toContain('did you mean exchange?');
    await terminal.press('\r');
    expect(await footer(terminal)).toContain(':query funding exchnge=okx▏');
  });

  it('scrolls a long answer under its heading, at every size', async () => {
    const snapshot = sampleSnapshot({ liquidations: liquidationRows(200) });
    for (const [columns, rows] of [
      [80, 24],
      [200, 50],
    ] as const) {
      const terminal = open(answering(), columns, rows, snapshot);
      await terminal.press(':query liquidations\r');
      const before = await overlay(terminal);
      expect(before[0]).toMatch(/ 1–\d+ of 200 /);
      expect(before.every((line) => line.length <= columns)).toBe(true);
      await terminal.press('G');
      const after = await overlay(terminal);
      expect(after[0]).toMatch(/–200 of 200 /);
      expect(after[3]).toBe(before[3]);
      expect(after[3]).toContain('notionalUsd');
      expect(after[4]).not.toBe(before[4]);
    }
  });

  it('shows words from outside without what a terminal obeys', async () => {
    const [row] = liquidationRows(1);
    if (row === undefined) throw new Error('no row');
    const liquidations = [{ ...row, liquidation: { ...row.liquidation, asset: 'X\u001b[2JY' } }];
    const terminal = open(answering(), 120, 30, sampleSnapshot({ liquidations }));
    await terminal.press(':query liquidations\r');
    expect((await overlay(terminal)).join('\n')).toContain('X·[2JY');
  });

  it('is not answered where nobody answers', async () => {
    const terminal = open(undefined);
    await terminal.press(':query funding\r');
    expect(await footer(terminal)).toContain('no queries are answered here');
    await terminal.press(':ask who?\r');
    expect(await footer(terminal)).toContain('no questions are answered here');
  });
});

describe(':ask', () => {
  it('waits, shows what was made of the question, and answers it', async () => {
    const model = createScriptedModel(() => 0);
    const terminal = open(answering(model));
    await terminal.press(':ask wer zahlt am meisten für BTC?\r');
    expect((await overlay(terminal)).join('\n')).toMatch(
      /wer zahlt am meisten für BTC\?[\s\S]*asking scripted-1 … {2}Esc gives up/,
    );
    expect(await footer(terminal)).not.toContain('change');
    await terminal.press('\r');
    expect(await overlay(terminal)).not.toEqual([]);
    model.calls[0]?.answer(said);
    await terminal.press('');
    const text = (await overlay(terminal)).join('\n');
    expect(text).toContain('wer zahlt am meisten für BTC?');
    expect(text).toContain(':query funding asset=BTC sort=-rate8h limit=3');
    expect(text).toContain('3 of 8 rows');
    await terminal.press('\r');
    expect(await footer(terminal)).toContain(':query funding asset=BTC sort=-rate8h limit=3▏');
  });

  it('is given up with Esc, and a late answer opens nothing', async () => {
    const model = createScriptedModel(() => 0);
    const terminal = open(answering(model));
    await terminal.press(':ask who pays?\r');
    await terminal.press(ESCAPE);
    expect(model.calls[0]?.isOpen()).toBe(false);
    model.calls[0]?.answer(said);
    await terminal.press('');
    expect(await overlay(terminal)).toEqual([]);
  });

  it('leaves the newest question its place', async () => {
    const model = createScriptedModel(() => 0);
    const terminal = open(answering(model));
    await terminal.press(':ask first?\r');
    await terminal.press(ESCAPE);
    await terminal.press(':ask second?\r');
    expect(model.calls.map((call) => call.isOpen())).toEqual([false, true]);
    model.calls[1]?.answer(said);
    await terminal.press('');
    expect((await overlay(terminal)).join('\n')).toContain('second?');
  });

  it('says why there is no answer, with a query to try instead', async () => {
    const questions = answering(
      createScriptedModel(
        () => 0,
        (call) => call.answer({ ...said, isAnswerable: false }),
      ),
    );
    const terminal = open(questions);
    await terminal.press(':ask the meaning of life?\r');
    await terminal.press('');
    const text = (await overlay(terminal)).join('\n');
    expect(text).toContain('no query answers this question');
    expect(text).toContain(':query funding asset=SOL sort=-rate8h limit=5');
  });

  it('without a model says so, and names the way without one', async () => {
    const terminal = open(answering());
    await terminal.press(':ask who pays?\r');
    const text = (await overlay(terminal)).join('\n');
    expect(text).toContain('no language model is set up');
    expect(text).toContain(':query funding asset=SOL sort=-rate8h limit=5');
    await terminal.press('\r');
    expect(await footer(terminal)).toContain(':query funding asset=SOL sort=-rate8h limit=5▏');
  });

  it('asks for a question', async () => {
    const terminal = open(answering());
    await terminal.press(':ask\r');
    expect(await footer(terminal)).toContain('ask takes a question');
  });

  it('tells what failed, and what to do about it', async () => {
    const failing = (error: Error): Questions => ({ ...answering(), ask: () => Promise.reject(error) });
    const terminal = open(failing(new FundmonError('the endpoint is down', { hint: 'try later' })));
    await terminal.press(':ask who pays?\r');
    await terminal.press('');
    expect((await overlay(terminal)).join('\n')).toMatch(/the endpoint is down[\s\S]*try later/);
  });
});
