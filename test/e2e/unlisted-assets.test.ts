// An asset that is asked for by name and listed nowhere: said once, and never waited for.
import { expect, test } from 'vitest';
import { createLocalDeribit } from '../local-exchanges/deribit.js';
import { createLocalOkx } from '../local-exchanges/okx.js';
import { fundmon } from './command.js';
import { local } from './exchanges.js';
import { runStream } from './program.js';

const LONG_S = '60';

async function okxAndDeribit() {
  const exchanges = [await local(() => createLocalOkx({ tickMs: 300 })), await local(() => createLocalDeribit({ tickMs: 300 }))];
  const args = exchanges.flatMap(({ exchange, wsUrl, restUrl }) => [
    ...['--endpoint', `${exchange}=${wsUrl}`],
    ...['--rest-endpoint', `${exchange}=${restUrl}`],
  ]);
  return { exchanges, args: ['--exchanges', 'okx,deribit', ...args] };
}

test('stream says so once every exchange has its list', async () => {
  const { exchanges } = await okxAndDeribit();
  const run = runStream(exchanges, ['--assets', 'BTC,NOPE']);
  await run.until('the sentence', () => run.stderr().includes('no exchange lists NOPE\n'));
  const count = run.records.length;
  await run.until('more records', () => run.records.length > count + 20);
  expect(run.stderr().match(/NOPE/g)).toHaveLength(1);
  expect(await run.stop()).toBe(0);
});

test('snapshot fails at once when it is all that was asked for', async () => {
  const { args } = await okxAndDeribit();
  const started = performance.now();
  const { status, stdout, stderr } = await fundmon(['snapshot', '--assets', 'NOPE', '--timeout', LONG_S, ...args]);
  expect({ status, stdout, stderr }).toEqual({
    status: 1,
    stdout: '',
    stderr: 'fundmon: no exchange lists NOPE (check --assets and the assets of the settings)\n',
  });
  expect(performance.now() - started).toBeLessThan((Number(LONG_S) * 1000) / 2);
});

test('snapshot waits for no exchange that lists none of the assets, and names it', async () => {
  const { args } = await okxAndDeribit();
  const started = performance.now();
  const asked = ['snapshot', '--json', '--assets', 'PEPE,NOPE', '--timeout', LONG_S, ...args];
  const { status, stdout, stderr } = await fundmon(asked);
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toContainEqual(expect.objectContaining({ exchange: 'okx', asset: 'PEPE' }));
  expect(
    stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([{ error: 'no exchange lists NOPE' }, { error: 'deribit: lists none of the chosen assets' }]);
  expect(performance.now() - started).toBeLessThan((Number(LONG_S) * 1000) / 2);
});
