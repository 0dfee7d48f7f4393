// All six exchanges on loopback, with a market that moves, the captured frames once, and the recorded liquidations in a
// loop. Prints the addresses, then one JSON line with them; runs until it is told to stop.
import type { ExchangeId } from '../../src/domain/instrument.js';
import { createLocalBinance } from './binance.js';
import { createLocalBybit } from './bybit.js';
import { binanceCapture, fixtureFrames, publishCaptured } from './capture.js';
import { createLocalDeribit } from './deribit.js';
import { createLocalDydx } from './dydx.js';
import type { LocalExchange } from './exchange.js';
import { createLocalHyperliquid } from './hyperliquid.js';
import { createMarket, marketAssets, seededRandom } from './market.js';
import { createLocalOkx } from './okx.js';
import { okxInstruments } from './okx-wire.js';
import { play } from './playback.js';
import {
  allLiquidationRecording,
  allLiquidationRows,
  cascadeRows,
  forceOrderRecording,
  liquidationOrderRecording,
  liquidationOrderRows,
} from './recordings.js';

const TICK_MS = 1000;
/** Quiet stretches of the recordings are shortened to this. */
const LONGEST_PAUSE_MS = 5000;
/** The captured frames go out one by one, once the client has had time to subscribe. */
const CAPTURE_EVERY_MS = 50;
const CAPTURE_AFTER_MS = 4000;
/** No recording of these exchanges' liquidations exists: a few are made from the market. */
const TRICKLE_MS = 3000;

const market = createMarket();
const options = { market, tickMs: TICK_MS };
const exchanges: Readonly<Record<ExchangeId, LocalExchange>> = {
  binance: await createLocalBinance(options),
  bybit: await createLocalBybit(options),
  okx: await createLocalOkx(options),
  deribit: await createLocalDeribit(options),
  hyperliquid: await createLocalHyperliquid(options),
  dydx: await createLocalDydx(options),
};

function serveCaptured(exchange: LocalExchange): void {
  const frames = [...fixtureFrames(exchange.exchange)];
  const timer = setInterval(() => {
    if (exchange.connections() === 0) return;
    const raw = frames.shift();
    if (raw === undefined) clearInterval(timer);
    else publishCaptured(exchange, raw);
  }, CAPTURE_EVERY_MS);
}

const random = seededRandom(7);

function trickle(): void {
  const asset = marketAssets[Math.floor(random() ** 2 * (marketAssets.length - 1))] ?? 'BTC';
  const side = random() < 0.6 ? 'long' : 'short';
  const notionalUsd = 400 * 10 ** (random() * 2.6);
  const isDeribit = random() < 0.5;
  const { mark } = market.quote(isDeribit ? 'deribit' : 'dydx', asset);
  const price = mark.toPrecision(6);
  const coins = (notionalUsd / mark).toPrecision(4);
  const time = Date.now();
  if (!isDeribit) exchanges.dydx.liquidate({ symbol: `${asset}-USD`, side, price, size: coins, time });
  else if (asset === 'BTC' || asset === 'ETH')
    exchanges.deribit.liquidate({ symbol: `${asset}-PERPETUAL`, side, price, size: notionalUsd.toFixed(0), time });
  else exchanges.deribit.liquidate({ symbol: `${asset}_USDC-PERPETUAL`, side, price, size: coins, time });
}

const pace = { loop: true, longestPauseMs: LONGEST_PAUSE_MS };
play(binanceCapture(), { send: exchanges.binance.broadcast, loop: true });
play(forceOrderRecording(cascadeRows()), { ...pace, send: exchanges.binance.publish });
play(allLiquidationRecording(allLiquidationRows()), { ...pace, send: exchanges.bybit.publish });
// Rows of instruments whose contract value is not known here are left out: an exchange lists what it liquidates.
const listedRows = liquidationOrderRows().filter(({ instId }) => okxInstruments.has(instId));
play(liquidationOrderRecording(listedRows), { ...pace, send: exchanges.okx.publish });
setInterval(trickle, TRICKLE_MS);
setTimeout(() => Object.values(exchanges).forEach(serveCaptured), CAPTURE_AFTER_MS);

const addresses = Object.fromEntries(
  Object.values(exchanges).map(({ exchange, wsUrl, restUrl }) => [exchange, { wsUrl, restUrl }]),
);
for (const { exchange, wsUrl, restUrl } of Object.values(exchanges)) console.log(`${exchange.padEnd(12)} ${wsUrl}  ${restUrl}`);
console.log(JSON.stringify(addresses));

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    // What the client did wrong is worth knowing when the run is over.
    for (const { exchange, refusals } of Object.values(exchanges))
      for (const { words } of refusals) console.error(`${exchange} refused: ${words}`);
    process.exit(0);
  });
}
