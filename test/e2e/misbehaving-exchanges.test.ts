import { expect, test } from 'vitest';
import { createLocalBinance } from '../local-exchanges/binance.js';
import { createLocalBybit } from '../local-exchanges/bybit.js';
import type { LocalExchange, Misbehaviour } from '../local-exchanges/exchange.js';
import { follows, hyperliquid, local, subjects } from './exchanges.js';
import { runStream, type StreamRun } from './program.js';

function stream(exchanges: readonly LocalExchange[]): StreamRun {
  return runStream(exchanges, ['--assets', 'BTC,ETH']);
}

const control = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/;

test.each([451, 403, 429, 500, 'html', 'garbage'] as const)(
  'REST answers %s: named, and the other exchange goes on',
  async (http) => {
    const broken = await local(createLocalBinance);
    const healthy = await local(() => createLocalBybit({ tickMs: 200 }));
    broken.misbehave({ http });
    const run = stream([broken, healthy]);
    await run.until('the other exchange’s tickers', () => run.tickers().some(({ exchange }) => exchange === 'bybit'));
    const named = typeof http === 'number' ? String(http) : http === 'html' ? /html/i : /JSON|understood|read/i;
    await run.until(`stderr names ${http}`, () =>
      run
        .stderr()
        .split('\n')
        .some((said) => /binance/.test(said) && said.search(named) >= 0),
    );
    if (http === 451) expect(run.feeds('binance').at(-1)?.state).toBe('blocked');
    expect(run.feeds('binance').map(({ state }) => state)).not.toContain('live');
    expect(run.stderr()).not.toMatch(control);
  },
);

const handshakes: readonly (NonNullable<Misbehaviour['handshake']> & number)[] = [451, 403, 429, 503];
test.each(handshakes)('a handshake answered with %s is named, and comes right when the exchange does', async (handshake) => {
  const exchange = await local(() => createLocalBybit({ tickMs: 200 }));
  exchange.misbehave({ handshake });
  const run = stream([exchange]);
  await run.until(`stderr names ${handshake}`, () => run.stderr().includes(String(handshake)));
  expect(run.feeds().map(({ state }) => state)).not.toContain('live');
  // A refusal by law is tried again only slowly: no test waits for that.
  if (handshake !== 503) return;
  exchange.behave();
  await run.until('live after all', () => run.feeds().some(({ state }) => state === 'live'), 20_000);
});

test.each(subjects)(
  '$exchange: garbage, half a frame, 5 MB and escape sequences are counted, and the next event arrives',
  async (subject) => {
    const exchange = await local(subject.create);
    const run = stream([exchange]);
    await run.until('liquidations are followed', () => follows(exchange, subject.liquidationTopic));
    exchange.broadcast('garbage \u001b[2J\u001b]0;owned\u0007');
    exchange.broadcast('{"topic":"tickers.BTCUSDT","data":{"symb');
    exchange.broadcast('[1,2,3]');
    exchange.broadcast(JSON.stringify({ nobody: 'knows', what: null }));
    exchange.broadcast(JSON.stringify({ topic: 'x', stream: 'x', channel: 'x', filler: 'y'.repeat(5_000_000) }));
    exchange.broadcast('z'.repeat(5_000_000));
    const time = Date.now();
    // Each connection that follows it gets it once, broken frames before it or not.
    expect(exchange.liquidate({ symbol: subject.symbol, side: 'long', price: '80000', size: '1234', time })).toBe(1);
    await run.until('the event after the garbage', () => run.liquidations().some((liquidation) => liquidation.time === time));
    await run.until('stderr names the exchange', () =>
      run
        .stderr()
        .split('\n')
        .some((said) => said.includes('garbage')),
    );
    expect(run.stderr()).not.toMatch(control);
    expect(run.feeds().map(({ state }) => state)).not.toContain('reconnecting');
    expect(exchange.opened()).toBe(exchange.connections());
  },
);

test('binance: an address that acknowledges and stays silent is never live', async () => {
  const exchange = await local(() => createLocalBinance({ tickMs: 200 }));
  exchange.misbehave({ muteData: true });
  const run = stream([exchange]);
  const isSaid = () =>
    run.feeds().some(({ state, reason }) => (state === 'stale' || state === 'reconnecting') && reason !== undefined);
  await run.until('stale or reconnecting, with a reason', isSaid, 25_000);
  expect(run.feeds().map(({ state }) => state)).not.toContain('live');
  expect(exchange.received.some(({ text }) => text.includes('SUBSCRIBE'))).toBe(true);
}, 40_000);

const refusing = [...subjects.filter(({ exchange }) => exchange !== 'binance'), hyperliquid];
const ether: Readonly<Record<string, string>> = {
  bybit: 'ETHUSDT',
  okx: 'ETH-USDT-SWAP',
  deribit: 'ETH-PERPETUAL',
  hyperliquid: 'ETH',
  dydx: 'ETH-USD',
};
test.each(refusing)(
  '$exchange: a symbol its streams no longer know is named, and the rest is followed',
  async ({ exchange: id, create }) => {
    const symbol = ether[id] ?? '';
    const exchange = await local(() => create({ tickMs: 200, delisted: [symbol] }));
    const run = stream([exchange]);
    await run.until('Bitcoin’s funding', () =>
      run.tickers().some(({ asset, fundingRate }) => asset === 'BTC' && fundingRate !== undefined),
    );
    await run.until('stderr names the symbol', () => run.stderr().includes(symbol));
    expect(exchange.topics().some((topic) => /BTC/.test(topic))).toBe(true);
  },
);

test('one exchange dying touches no other', async () => {
  const dying = await local(() => createLocalBinance({ tickMs: 200 }));
  const living = await local(() => createLocalBybit({ tickMs: 200 }));
  const run = stream([dying, living]);
  await run.until('both are live', () => ['binance', 'bybit'].every((id) => run.feeds(id).some(({ state }) => state === 'live')));
  await dying.goDown();
  await run.until('the dead one is reconnecting', () => run.feeds('binance').at(-1)?.state === 'reconnecting');
  const before = run.tickers().filter(({ exchange }) => exchange === 'bybit').length;
  await run.until(
    'more tickers of the living one',
    () => run.tickers().filter(({ exchange }) => exchange === 'bybit').length > before + 5,
  );
  expect(run.feeds('bybit').map(({ state }) => state)).toEqual(['connecting', 'live']);
  expect(living.opened()).toBe(living.connections());
});
