// `query` and `ask` as the built program answers them: on the demo's market, and with a local endpoint for a model.
import { describe, expect, onTestFinished, test } from 'vitest';
import { answer, refuse } from '../local-model/answers.js';
import { type Behaviour, type LocalModel, startLocalModel } from '../local-model/server.js';
import { fundmon, temporaryFolder } from './command.js';

const onDemo = ['--demo', '--exchanges', 'bybit,dydx'];
const quiet = { FUNDMON_LLM_KEY: '', FUNDMON_LLM_URL: '', FUNDMON_LLM_PROVIDER: '' };

function run(command: 'query' | 'ask', ...args: readonly string[]) {
  return fundmon([command, ...args, '--config-dir', temporaryFolder()], { env: quiet });
}

async function model(behaviour: Behaviour): Promise<LocalModel> {
  const local = await startLocalModel({ behaviour });
  onTestFinished(local.stop);
  return local;
}

const said = {
  isAnswerable: true,
  source: 'funding',
  filters: [{ field: 'asset', comparison: '=', values: ['sol'] }],
  since: '',
  group: [],
  sort: '-rate8h',
  limit: 1,
};

describe('query', () => {
  test('is the same answer as text, JSON and CSV', async () => {
    const expression = 'funding coin=SOL sort=-8h';
    const [text, json, csv] = await Promise.all([
      run('query', expression, ...onDemo),
      run('query', ...expression.split(' '), '--json', ...onDemo),
      run('query', expression, '--csv', ...onDemo),
    ]);
    expect([text.status, json.status, csv.status]).toEqual([0, 0, 0]);
    const object = JSON.parse(json.stdout);
    expect(object).toMatchObject({ query: 'funding asset=SOL sort=-rate8h', rowCount: 3 });
    expect(object.toTime).toBeGreaterThanOrEqual(object.fromTime);
    const rates: readonly number[] = object.rows.map((row: { readonly rate8h: number }) => row.rate8h);
    expect(rates).toEqual([...rates].sort((a, b) => b - a));
    expect(text.stdout).toMatch(/\n\n3 rows, \d{4}-\d\d-\d\d [\d:]+Z to .*Z \(\d+ s\)\n$/);
    expect(csv.stdout.split('\n')).toHaveLength(5);
    expect(csv.stderr).toMatch(/^fundmon: 3 rows, .*\n$/);
  });

  test('watches liquidations for a while, and says for how long', async () => {
    const { status, stdout, stderr } = await run('query', 'liquidations since=5m group=side', '--for', '3', '--demo');
    expect(status).toBe(0);
    expect(stderr).toBe('fundmon: watching liquidations for 3 s; --for 300 covers all of since\n');
    expect(stdout).toMatch(/^side +notionalUsd +largestUsd +count\n/);
    expect(stdout).toMatch(/\d rows?, .*\(\d s\)/);
  });

  test.each([
    [['fundin'], /begins with one of funding.* \(did you mean funding\?\)/],
    [['funding exchnge=okx'], /'exchnge' at 9 is no field of funding \(did you mean exchange\?\)/],
    [[], /query takes EXPR, found nothing/],
    [['funding', '--for', 'x'], /--for takes SECONDS/],
    [['funding', '--json', '--csv'], /--json and --csv exclude each other/],
  ])('%j ends with 2 and one line before anything is asked', async (args, why) => {
    const dead = args.includes('--json') ? [] : ['--endpoint', 'okx=ws://127.0.0.1:1', '--timeout', '60'];
    const { status, stdout, stderr } = await run('query', ...args, ...dead);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect(stderr).toMatch(why);
  });

  test('does not wait for an asset that no exchange lists', async () => {
    const { status, stderr } = await run('query', 'funding', '--assets', 'NOPE', '--timeout', '60', ...onDemo);
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: 'fundmon: no exchange lists NOPE (check --assets and the assets of the settings)\n',
    });
  });

  test('ends with 1 when no exchange answers', async () => {
    const dead = ['--exchanges', 'okx', '--endpoint', 'okx=ws://127.0.0.1:1', '--rest-endpoint', 'okx=http://127.0.0.1:1'];
    for (const args of [
      ['funding', '--timeout', '0.5'],
      ['liquidations', '--for', '0.5'],
    ]) {
      const { status, stdout, stderr } = await run('query', ...args, ...dead, '--json');
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(JSON.parse(stderr).error).toMatch(/^no exchange answered: okx: /);
    }
  });
});

describe('ask', () => {
  test('shows the query a model made of the question, and answers it', async () => {
    const local = await model(answer(said));
    const args = ['wer zahlt am meisten auf SOL?', ...onDemo, '--llm-url', local.url, '--llm-model', 'm1'];
    const [text, json] = await Promise.all([run('ask', ...args), run('ask', ...args, '--json')]);
    expect(text.status).toBe(0);
    expect(text.stderr).toBe('fundmon: m1 asks: funding asset=SOL sort=-rate8h limit=1\n');
    expect(text.stdout).toContain('1 of 3 rows');
    expect(json.stderr).toBe('');
    expect(JSON.parse(json.stdout)).toMatchObject({
      query: 'funding asset=SOL sort=-rate8h limit=1',
      question: 'wer zahlt am meisten auf SOL?',
      model: 'm1',
      rowCount: 3,
      rows: [{ asset: 'SOL' }],
    });
  });

  test('tells the model the grammar and the question, and nothing of the market', async () => {
    const local = await model(answer(said));
    await run('ask', 'who pays?', ...onDemo, '--llm-url', local.url, '--llm-model', 'm1');
    const [asked] = local.asked;
    expect(asked?.user).toBe('The question, as JSON text:\n"who pays?"');
    expect(asked?.text).not.toMatch(/SOLUSDT|SOL-USD/);
  });

  test.each([
    ['another matter', answer({ ...said, isAnswerable: false }), /^fundmon: m1: no query answers this question \(ask about/],
    ['no query', answer({ ...said, sort: 'vibes' }), /'vibes' is no field of funding \(without a model: fundmon query 'funding/],
    ['a refused key', refuse(401), /401|key/],
  ])('ends with 1 and one line for %s', async (_, behaviour, why) => {
    const local = await model(behaviour);
    const { status, stdout, stderr } = await run('ask', 'who pays?', ...onDemo, '--llm-url', local.url, '--llm-model', 'm1');
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect(stderr).toMatch(why);
  });

  test('without a model says so, and how to ask without one', async () => {
    const { status, stdout, stderr } = await run('ask', 'who pays?', ...onDemo, '--json');
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(JSON.parse(stderr)).toEqual({
      error: expect.stringMatching(/^ask needs a language model: /),
      hint: expect.stringContaining("fundmon query 'funding asset=SOL sort=-rate8h limit=5'"),
    });
  });

  test.each([[[]], [['']], [['x'.repeat(401)]]])('a question that is none ends with 2 (%#)', async (args) => {
    const local = await model(answer(said));
    const { status, stderr } = await run('ask', ...args, ...onDemo, '--llm-url', local.url, '--llm-model', 'm1');
    expect(status).toBe(2);
    expect(stderr).toMatch(/^fundmon: (?:ask takes "QUESTION"|a question has at most 400 characters, found 401)/);
    expect(local.asked).toEqual([]);
  });
});
