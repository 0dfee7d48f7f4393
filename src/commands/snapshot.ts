import type { Flags } from '../args.js';
import { FundmonError, UsageError } from '../domain/errors.js';
import type { ExchangeId } from '../domain/instrument.js';
import { fundingCsv, fundingJson, fundingTable, fundingText } from '../export.js';
import { unlistedSentence } from '../market/unlisted.js';
import { collect } from './collect.js';
import { diagnose } from './diagnostics.js';
import { amountFlag } from './flag-values.js';
import { print } from './output.js';
import { openSession } from './session.js';

const DEFAULT_TIMEOUT_S = 15;
/** All exchanges have reported: how long no further instrument may appear before the table counts as whole. */
const SETTLED_MS = 1000;

/** Exit 0 with the table on stdout; 1 when no exchange answered. Exchanges that stayed silent are named on stderr. */
export async function snapshot(flags: Flags): Promise<number> {
  if (flags.json && flags.csv) throw new UsageError('--json and --csv exclude each other', { hint: 'choose one' });
  const timeoutMs = 1000 * amountFlag('timeout', 'SECONDS', flags.timeout ?? String(DEFAULT_TIMEOUT_S));
  const session = await openSession(flags);
  const {
    snapshot: market,
    reported,
    empty,
    reasons,
  } = await collect(session, ({ elapsedMs, settledMs }) => settledMs >= SETTLED_MS || elapsedMs >= timeoutMs);
  const unlisted = unlistedSentence(market.feeds);
  const why = (exchange: ExchangeId): string =>
    empty.has(exchange)
      ? 'lists none of the chosen assets'
      : (reasons.get(exchange) ?? `no funding within ${timeoutMs / 1000} s`);
  const silent = session.exchanges
    .filter((exchange) => !reported.has(exchange))
    .map((exchange) => `${exchange}: ${why(exchange)}`);
  if (empty.size === session.exchanges.length) {
    throw new FundmonError(unlisted, { hint: 'check --assets and the assets of the settings' });
  }
  if (reported.size === 0) {
    throw new FundmonError(`no exchange answered: ${silent.join('; ')}`, { hint: 'check the network, or raise --timeout' });
  }
  for (const words of unlisted === '' ? silent : [unlisted, ...silent]) diagnose(flags.json === true, words);
  const rows = fundingTable(market);
  await print(flags.json ? fundingJson(rows) : flags.csv ? fundingCsv(rows) : fundingText(rows));
  return 0;
}
