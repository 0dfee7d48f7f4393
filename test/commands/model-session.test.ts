import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Flags } from '../../src/args.js';
import { openModelSession } from '../../src/commands/model-session.js';
import { createPipeline } from '../../src/commands/session.js';
import type { MarketRecord } from '../../src/domain/record.js';
import { createMarketStore } from '../../src/market/store.js';
import { defaultSettings, type Settings } from '../../src/settings.js';
import { type Loopback, serveHttp } from '../support/loopback.js';
import { liquidation } from '../support/market-records.js';

beforeEach(() => {
  for (const name of Object.keys(process.env).filter((one) => /_LLM_|_API_KEY$/.test(one))) vi.stubEnv(name, undefined);
  vi.stubGlobal('__VERSION__', 'test');
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

const open = (flags: Flags, settings: Partial<Settings> = {}, isDemo = false) =>
  openModelSession(flags, { isDemo, settings: { ...defaultSettings, ...settings }, minNotionalUsd: 0 });

describe('without a model', () => {
  it.each<[string, Flags, Partial<Settings>, boolean]>([
    ['nothing is set up', {}, {}, false],
    ['--no-llm', { 'no-llm': true }, { 'llm.provider': 'openai', 'llm.key': 'sk-1' }, false],
    ['a demo', {}, { 'llm.provider': 'openai', 'llm.key': 'sk-1' }, true],
  ])('%s: nobody judges but the rules, and nothing is shown of it', async (_, flags, settings, isDemo) => {
    const session = await open(flags, settings, isDemo);
    expect(session).not.toHaveProperty('classifier');
    expect(session.getStatus()).toBeUndefined();
    session.close();
  });

  it('one that is wished for but cannot be asked says in one line why', async () => {
    const session = await open({}, { 'llm.provider': 'openai' });
    expect(session).not.toHaveProperty('classifier');
    expect(session.getStatus()).toMatchObject({ provider: 'openai', state: 'stopped' });
    expect(session.getStatus()?.reason).toMatch(/^openai needs a key; set OPENAI_API_KEY /);
  });

  it('none of its code is loaded by the monitor or by stream', async () => {
    const { metafile } = await build({
      entryPoints: ['src/commands/stream.ts', 'src/commands/monitor.tsx'],
      outdir: 'unwritten',
      write: false,
      bundle: true,
      splitting: true,
      metafile: true,
      format: 'esm',
      platform: 'node',
      packages: 'external',
      jsx: 'automatic',
    });
    const loaded = new Set<string>();
    const load = (file: string): void => {
      const output = metafile.outputs[file];
      if (!output || loaded.has(file)) return;
      loaded.add(file);
      for (const { path, kind } of output.imports) if (kind === 'import-statement') load(path);
    };
    for (const [file, { entryPoint }] of Object.entries(metafile.outputs)) {
      if (entryPoint === 'src/commands/stream.ts' || entryPoint === 'src/commands/monitor.tsx') load(file);
    }
    const sources = [...loaded].flatMap((file) => Object.keys(metafile.outputs[file]?.inputs ?? {}));
    expect(sources).toContain('src/severity/rules.ts');
    for (const file of [
      'model/gate.ts',
      'model/client.ts',
      'severity/classifier.ts',
      'severity/prompt.ts',
      'severity/reply.ts',
    ]) {
      expect(sources).not.toContain(`src/${file}`);
      expect(Object.keys(metafile.inputs)).toContain(`src/${file}`);
    }
  });
});

describe('with a model', () => {
  let server: Loopback | undefined;
  afterEach(() => server?.close());

  /** An endpoint that raises every event to CRITICAL; returns what it is asked. */
  async function serve(): Promise<readonly string[]> {
    const bodies: string[] = [];
    server = await serveHttp((request, response) => {
      let body = '';
      request.on('data', (part) => {
        body += String(part);
      });
      request.on('end', () => {
        bodies.push(body);
        const { messages }: { messages: { content: string }[] } = JSON.parse(body);
        const { events }: { events: { event: number }[] } = JSON.parse(messages[1]?.content ?? '');
        const verdicts = events.map(({ event }) => ({ event, tier: 'CRITICAL', reason: 'size far above p95' }));
        const message = { role: 'assistant', content: JSON.stringify({ verdicts }) };
        const usage = { prompt_tokens: 500, completion_tokens: 40 };
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ model: 'local-1', choices: [{ message, finish_reason: 'stop' }], usage }));
      });
    });
    return bodies;
  }

  async function judging(flags: Flags = {}, settings: Partial<Settings> = {}) {
    const session = await open({ 'llm-url': `${server?.url}/v1`, 'llm-model': 'local-1', ...flags }, settings);
    const store = createMarketStore();
    const records: MarketRecord[] = [];
    const outlet = { record: (record: MarketRecord) => void records.push(record) };
    return {
      session,
      store,
      records,
      pipeline: createPipeline({ store, minNotionalUsd: 0, selection: { assets: 'all', watch: [] } }, outlet, session),
    };
  }

  const now = () => ({ receivedAt: Date.now(), time: Date.now() });

  it('a large liquidation is shown at once by the rules; what the model says comes later, to the store and the stream', async () => {
    await serve();
    const { session, store, records, pipeline } = await judging();
    pipeline.record(liquidation('a', { notionalUsd: 600_000, ...now() }));
    expect(records.map(({ type }) => type)).toEqual(['liquidation', 'severity']);
    expect(records[1]).toMatchObject({ by: 'rule', tier: 'CRITICAL' });
    await vi.waitFor(() => expect(records).toHaveLength(3), { timeout: 5_000 });
    expect(records[2]).toMatchObject({
      type: 'severity',
      liquidationId: 'a',
      by: 'llm',
      model: 'local-1',
      tier: 'CRITICAL',
      reason: 'size far above p95',
    });
    store.flush(Date.now());
    expect(store.getSnapshot().liquidations[0]).toMatchObject({ by: 'llm', model: 'local-1', reason: 'size far above p95' });
    expect(session.getStatus()).toMatchObject({ provider: 'custom', state: 'ready', callsToday: 1, tokensToday: 540 });
    session.close();
  });

  it.each<[string, Flags, Partial<Settings>, readonly string[]]>([
    ['the setting', {}, {}, ['500000']],
    ['the setting of the asset', {}, { 'llm.assetMinNotionalUsd': ['ETH=1000'] }, ['500000', '1000']],
    ['the flag', { 'min-notional': '0' }, { 'llm.assetMinNotionalUsd': ['ETH=9000'] }, ['500000', '499999', '1000']],
  ])('what is large is told by %s', async (_, flags, settings, expected) => {
    const bodies = await serve();
    const { session, pipeline } = await judging(flags, settings);
    pipeline.record(liquidation('a', { notionalUsd: 500_000, ...now() }));
    pipeline.record(liquidation('b', { notionalUsd: 499_999, ...now() }));
    pipeline.record(liquidation('c', { notionalUsd: 1_000, asset: 'ETH', ...now() }));
    await vi.waitFor(() => expect(session.getStatus()?.callsToday).toBe(1), { timeout: 5_000 });
    await vi.waitFor(() => expect(session.getStatus()?.tokensToday).toBe(540), { timeout: 5_000 });
    const asked = bodies.flatMap((body) => {
      const { messages }: { messages: { content: string }[] } = JSON.parse(body);
      const { events }: { events: { usd: number }[] } = JSON.parse(messages[1]?.content ?? '');
      return events.map(({ usd }) => String(usd));
    });
    expect(asked).toEqual(expected.map((usd) => (usd === '499999' ? '500000' : usd)));
    session.close();
  });

  it('closed, it cuts what is under way', async () => {
    let asked = false;
    let isCut = false;
    server = await serveHttp((request, response) => {
      asked = true;
      request.resume();
      response.on('close', () => {
        isCut = true;
      });
    });
    const { session, records, pipeline } = await judging();
    pipeline.record(liquidation('a', { notionalUsd: 600_000, ...now() }));
    await vi.waitFor(() => expect(asked).toBe(true), { timeout: 5_000 });
    session.close();
    await vi.waitFor(() => expect(isCut).toBe(true), { timeout: 5_000 });
    expect(records).toHaveLength(2);
  });
});
