import { ASSETS_PER_REQUEST, analyse, joined } from '../analysis/analyse.js';
import { assetFeatures } from '../analysis/features.js';
import type { Flags } from '../args.js';
import { FundmonError, UsageError } from '../domain/errors.js';
import type { AssetFeatures, Opinion } from '../domain/opinion.js';
import { adapters } from '../exchanges/registry.js';
import { opinionJson, opinionText } from '../export-opinion.js';
import type { MarketSnapshot } from '../market/snapshot.js';
import type { ModelClient } from '../model/question.js';
import { parseSetting } from '../settings.js';
import { type Collected, collect, type Progress } from './collect.js';
import { diagnose } from './diagnostics.js';
import { featureSource } from './feature-source.js';
import { amountFlag } from './flag-values.js';
import { openModel } from './model.js';
import { print } from './output.js';
import { openSession, type Session } from './session.js';

const DEFAULT_TIMEOUT_S = 15;
/** Every exchange has reported: nothing new for so long. */
const SETTLED_MS = 1000;
/** Every perpetual has payments: no more came for so long; pages of them are fetched a second or two apart. */
const HISTORY_SETTLED_MS = 3000;
const EXAMPLE = 'such as: fundmon analyze BTC ETH';
/** Four requests. */
const MOST_ASSETS = 20;

/** Exit 0 with the opinion; 1 without a model, or without an opinion from it. `UsageError` (2) on assets that are none. */
export async function analyze(flags: Flags, words: readonly string[]): Promise<number> {
  const assets = assetsOf(words);
  const timeoutMs = 1000 * amountFlag('timeout', 'SECONDS', flags.timeout ?? String(DEFAULT_TIMEOUT_S));
  const session = await openSession({ ...flags, assets: assets.join(',') });
  const opened = await openModel(flags, session.settings);
  if (opened.client === undefined) {
    throw new FundmonError(`analyze needs a language model: ${opened.reason}`, { hint: opened.hint });
  }
  try {
    const collected = await collect(session, enough(session, assets, timeoutMs), { hasHistory: true });
    const features = featuresOf(assets, session, collected);
    for (const silent of silentExchanges(session, collected)) diagnose(flags.json === true, silent);
    if (!flags.json) diagnose(false, `asking ${opened.model}`);
    const opinion = await opinionOn(opened.client, features, collected.snapshot.time);
    await print(flags.json ? opinionJson(opinion) : opinionText(opinion));
    return 0;
  } finally {
    opened.close();
  }
}

function assetsOf(words: readonly string[]): readonly string[] {
  const assets = read(words.join(','));
  if (assets.length === 0) throw new UsageError('analyze takes ASSET…, found nothing', { hint: EXAMPLE });
  if (assets.length <= MOST_ASSETS) return assets;
  throw new UsageError(`analyze takes at most ${MOST_ASSETS} assets, found ${assets.length}`, { hint: 'ask in several turns' });
}

function read(text: string): readonly string[] {
  try {
    return parseSetting('assets', text, 'analyze');
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(error.message, { cause: error, hint: EXAMPLE });
  }
}

/** Every exchange has told its rates, and every perpetual its past payments, as far as there are any. */
function enough({ store }: Session, assets: readonly string[], timeoutMs: number): (progress: Progress) => boolean {
  let paymentCount = 0;
  let grownAtMs = 0;
  return ({ elapsedMs, settledMs }) => {
    if (elapsedMs >= timeoutMs) return true;
    const pasts = pastsOf(store.getSnapshot(), assets);
    const count = pasts.reduce((sum, past) => sum + (past?.payments.length ?? 0), 0);
    if (count !== paymentCount) grownAtMs = elapsedMs;
    paymentCount = count;
    const isHistoryWhole = pasts.every((past) => past !== undefined) && elapsedMs - grownAtMs >= HISTORY_SETTLED_MS;
    return settledMs >= SETTLED_MS && (pasts.length === 0 || isHistoryWhole);
  };
}

/** One for each perpetual whose exchange tells its past. */
function pastsOf({ funding, history }: MarketSnapshot, assets: readonly string[]) {
  const rows = assets.flatMap((asset) => funding.get(asset) ?? []);
  return rows.filter(({ exchange }) => adapters[exchange].history !== undefined).map(({ key }) => history.get(key));
}

function featuresOf(
  assets: readonly string[],
  { exchanges }: Session,
  { snapshot, reported, empty, reasons }: Collected,
): readonly AssetFeatures[] {
  if (reported.size === 0 && empty.size < exchanges.length) {
    const silent = exchanges.map(
      (id) => `${id}: ${empty.has(id) ? 'does not list it' : (reasons.get(id) ?? 'no answer in time')}`,
    );
    throw new FundmonError(`no exchange answered: ${silent.join('; ')}`, { hint: 'check the network, or raise --timeout' });
  }
  const source = featureSource(snapshot);
  const found = assets.map((asset) => assetFeatures(asset, source));
  const missing = assets.filter((_, at) => found[at] === undefined);
  if (missing.length > 0) {
    throw new FundmonError(`no exchange tells a funding rate of ${missing.join(', ')}`, {
      hint: `check the spelling; asked: ${exchanges.join(', ')}`,
    });
  }
  return found.filter((features) => features !== undefined);
}

function silentExchanges({ exchanges }: Session, { reported, empty, reasons }: Collected): readonly string[] {
  return exchanges
    .filter((exchange) => !reported.has(exchange) && !empty.has(exchange))
    .map((exchange) => `${exchange}: ${reasons.get(exchange) ?? 'no answer in time'}`);
}

/** One request after the other: an endpoint that limits them is not asked in bursts. */
async function opinionOn(client: ModelClient, features: readonly AssetFeatures[], time: number): Promise<Opinion> {
  const opinions: Opinion[] = [];
  for (let at = 0; at < features.length; at += ASSETS_PER_REQUEST) {
    opinions.push(await analyse(client, features.slice(at, at + ASSETS_PER_REQUEST), { time }));
  }
  const [first, ...rest] = opinions;
  if (first === undefined) throw new FundmonError('nothing to ask about');
  return joined(first, ...rest);
}
