// `doctor` as the built program gives it, on local exchanges and a local model endpoint.
import { expect, onTestFinished, test } from 'vitest';
import { createLocalDeribit } from '../local-exchanges/deribit.js';
import { createLocalOkx } from '../local-exchanges/okx.js';
import { answer, refuse } from '../local-model/answers.js';
import { type Behaviour, startLocalModel } from '../local-model/server.js';
import { fundmon, temporaryFolder } from './command.js';
import { local } from './exchanges.js';

const KEY = 'sk-doctor-0123456789abcdef';
const quiet = { FUNDMON_LLM_KEY: '', FUNDMON_LLM_URL: '', FUNDMON_LLM_PROVIDER: '' };

async function twoExchanges(): Promise<readonly string[]> {
  const exchanges = [await local(() => createLocalOkx({ tickMs: 300 })), await local(() => createLocalDeribit({ tickMs: 300 }))];
  return exchanges.flatMap(({ exchange, wsUrl, restUrl }) => [
    ...['--endpoint', `${exchange}=${wsUrl}`],
    ...['--rest-endpoint', `${exchange}=${restUrl}`],
  ]);
}

async function model(behaviour: Behaviour): Promise<string> {
  const started = await startLocalModel({ behaviour });
  onTestFinished(started.stop);
  return started.url;
}

function doctor(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  return fundmon(['doctor', '--config-dir', temporaryFolder(), ...args], { env: { ...quiet, ...env } });
}

test('says of a healthy machine that it is, exchange by exchange, the model included', async () => {
  const url = await model(answer({ isReady: true }));
  const args = ['--exchanges', 'okx,deribit', ...(await twoExchanges()), '--llm-url', url, '--llm-model', 'local-1'];
  const { status, stdout, stderr } = await doctor([...args, '--json'], { FUNDMON_LLM_KEY: KEY });
  expect(stderr).toBe('');
  const { isHealthy, findings } = JSON.parse(stdout);
  expect({ status, isHealthy }).toEqual({ status: 0, isHealthy: true });
  const states = Object.fromEntries(findings.map(({ about, state }: { about: string; state: string }) => [about, state]));
  expect(states).toMatchObject({
    runtime: 'ok',
    terminal: 'skipped',
    settings: 'ok',
    okx: 'ok',
    deribit: 'ok',
    'language model': 'ok',
  });
  expect(stdout).not.toContain(KEY);
});

test('names what is broken, what to do, and ends with 1', async () => {
  const url = await model(refuse(401, { error: { message: `Incorrect API key provided: ${KEY}` } }));
  const deaf = 'ws://127.0.0.1:9';
  const args = ['--exchanges', 'okx,bybit', ...(await twoExchanges()).slice(0, 4), '--endpoint', `bybit=${deaf}`];
  const rest = ['--rest-endpoint', 'bybit=http://127.0.0.1:9', '--timeout', '4', '--llm-url', url, '--llm-model', 'local-1'];
  const { status, stdout } = await doctor([...args, ...rest], { FUNDMON_LLM_KEY: KEY });
  expect(status).toBe(1);
  expect(stdout).toMatch(/^✓ okx /m);
  expect(stdout).toMatch(/^✗ bybit +no funding rate within 4 s .*\n +→ /m);
  expect(stdout).toMatch(/^✗ language model .*401/m);
  expect(stdout).not.toContain(KEY);
});

test('without a model that is set up it is not ill', async () => {
  const args = ['--exchanges', 'okx', ...(await twoExchanges()).slice(0, 4)];
  const { status, stdout } = await doctor(args);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^– language model +no language model is set up\n +→ fundmon config set/m);
});
