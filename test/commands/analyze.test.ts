import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { main } from '../../src/cli.js';
import { answer, cut, refuse } from '../local-model/answers.js';
import { type Asked, type LocalModel, startLocalModel } from '../local-model/server.js';

let server: LocalModel;
let folder: string;
beforeEach(async () => {
  for (const name of Object.keys(process.env).filter((one) => /_LLM_|_API_KEY$/.test(one))) vi.stubEnv(name, undefined);
  vi.stubGlobal('__VERSION__', '1.2.3');
  folder = mkdtempSync(join(tmpdir(), 'fundmon-analyze-'));
  server = await startLocalModel();
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  rmSync(folder, { recursive: true, force: true });
  await server.stop();
});

// The program asks each stream once; here it is started again and again.
for (const stream of [process.stdout, process.stderr]) stream.setMaxListeners(100);

function caught(stream: NodeJS.WriteStream): () => string {
  const texts: string[] = [];
  vi.spyOn(stream, 'write').mockImplementation((text, encoding, done) => {
    texts.push(String(text));
    const callback = typeof encoding === 'function' ? encoding : done;
    callback?.(null);
    return true;
  });
  return () => texts.join('');
}

/** On the simulated market, with the local model. */
async function analyze(...args: readonly string[]) {
  const [stdout, stderr] = [caught(process.stdout), caught(process.stderr)];
  const before = process.exitCode;
  const model = args.includes('--no-llm') ? [] : ['--llm-url', server.url, '--llm-model', 'local-model'];
  await main(['analyze', '--demo', '--config-dir', folder, ...model, ...args]);
  const status = process.exitCode;
  process.exitCode = before;
  return { status, stdout: stdout(), stderr: stderr() };
}

const assetsIn = ({ user }: Asked): readonly { number: number; asset: string; perpetuals: { past?: { count: number } }[] }[] =>
  JSON.parse(user).assets;

const opinions = answer((asked: Asked) => ({
  analyses: assetsIn(asked).map(({ number, asset }) => ({
    number,
    divergence: { level: 'mild', sentence: `Deribit pays less on ${asset}` },
    squeeze: { side: 'long', level: 'medium' },
    pattern: 'longs have paid\nfor \u001b[31ma month',
    direction: 'up',
    confidence: 0.45,
    risks: ['thin books', 'few payments'],
  })),
}));

describe('fundmon analyze', () => {
  it("prints an opinion that is marked as one, with what it was given: the asset's past too", async () => {
    server.always(opinions);
    const { status, stdout, stderr } = await analyze('btc');
    expect([status, stderr]).toEqual([0, 'fundmon: asking local-model\n']);
    const lines = stdout.split('\n');
    expect(lines[0]).toBe("A language model's opinion, no advice");
    expect(lines[1]).toMatch(/^by {14}local-model {2}\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ, \d+ ms, 150 tokens, cost not told$/);
    expect(stdout).toContain('\nBTC\ndirection       ▲ up  confidence 0.45\n');
    expect(stdout).toContain('divergence      mild  Deribit pays less on BTC\n');
    expect(stdout).toContain('squeeze         of longs  medium\n');
    expect(stdout).toContain('pattern         longs have paid for ·[31ma month\n');
    expect(stdout).toContain('risks           thin books\n                few payments\nWhat it was given\n');
    expect(stdout).toMatch(/\npayments {8}\d+( … \d+)? of \d perpetuals/);
    const [asked] = server.asked;
    const perpetuals = asked === undefined ? [] : (assetsIn(asked)[0]?.perpetuals ?? []);
    const counts = perpetuals.flatMap(({ past }) => (past === undefined ? [] : [past.count]));
    expect(Math.max(...counts)).toBeGreaterThanOrEqual(90);
  });

  it('--json is one object of a stable form, several requests together', async () => {
    server.always(opinions);
    const assets = ['BTC', 'ETH', 'SOL', 'XRP', 'DOGE', 'PEPE'];
    const { status, stdout, stderr } = await analyze(assets.join(','), '--json', '--timeout', '1');
    expect([status, stderr]).toEqual([0, '']);
    const said = JSON.parse(stdout);
    expect(Object.keys(said)).toEqual(['opinion', 'model', 'time', 'latencyMs', 'usage', 'features', 'analyses']);
    expect(said).toMatchObject({ opinion: true, model: 'local-model', usage: { promptTokens: 240, completionTokens: 60 } });
    expect(said.features.map(({ asset }: { asset: string }) => asset)).toEqual(assets);
    expect(said.analyses.map(({ asset }: { asset: string }) => asset)).toEqual(assets);
    expect(server.asked.map((asked) => assetsIn(asked).length)).toEqual([5, 1]);
    expect(said.features[0].perpetuals[0]).toMatchObject({ exchange: 'binance', rate8h: expect.any(Number) });
  });

  it.each([
    ['a refused key', refuse(401, { error: { message: 'Incorrect API key provided' } }), /^fundmon: http:\S+: .*key.*\n$/],
    ['an answer of another form', answer({ advice: 'buy' }), /^fundmon: http:\S+: the answer does not fit: .*\n$/],
    ['a cut line', cut, /^fundmon: http:\S+: .*\n$/],
  ])('%s ends with 1 and one line', async (_, behaviour, line) => {
    server.always(behaviour);
    const { status, stdout, stderr } = await analyze('BTC', '--timeout', '1');
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr.replace('fundmon: asking local-model\n', '')).toMatch(line);
  });

  it('of an asset that no exchange lists asks nobody, and says so', async () => {
    const { status, stdout, stderr } = await analyze('BTC', 'NOSUCHCOIN', '--timeout', '1', '--json');
    expect([status, stdout]).toEqual([1, '']);
    expect(JSON.parse(stderr)).toMatchObject({
      error: 'no exchange tells a funding rate of NOSUCHCOIN',
      hint: expect.stringMatching(/^check the spelling; asked: binance/),
    });
    expect(server.asked).toEqual([]);
  });

  it('without a model ends with 1 at once, and says what to do', async () => {
    const { status, stderr } = await analyze('BTC', '--no-llm');
    expect(status).toBe(1);
    expect(stderr).toBe('fundmon: analyze needs a language model: switched off by --no-llm (leave the flag out)\n');
  });

  it.each([
    [[], /^fundmon: analyze takes ASSET…, found nothing \(such as: fundmon analyze BTC ETH\)\n$/],
    [['a b'], /^fundmon: analyze: expected an asset such as BTC, found 'a b' \(such as: fundmon analyze BTC ETH\)\n$/],
    [Array.from({ length: 21 }, (_, at) => `A${at}`), /^fundmon: analyze takes at most 20 assets, found 21/],
    [['BTC', '--assets', 'ETH'], /^fundmon: --assets does not belong to fundmon analyze/],
  ])('%j is wrong usage', async (args, line) => {
    const { status, stderr } = await analyze(...args);
    expect(status).toBe(2);
    expect(stderr).toMatch(line);
  });
});
