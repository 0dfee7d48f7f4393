import type { Flags } from '../args.js';
import { FundmonError, UsageError } from '../domain/errors.js';
import { exchangeIds } from '../domain/instrument.js';
import type { QueryTable } from '../domain/query-table.js';
import { adapters } from '../exchanges/registry.js';
import { answerCsv, answerJson, answerSummary, answerText } from '../export-answer.js';
import { parseQuery } from '../query/parse.js';
import type { Query } from '../query/query.js';
import { runQuery } from '../query/run.js';
import { sources } from '../query/sources.js';
import { type Collected, collect } from './collect.js';
import { diagnose } from './diagnostics.js';
import { amountFlag } from './flag-values.js';
import { print } from './output.js';
import { openSession, type Session } from './session.js';

const DEFAULT_TIMEOUT_S = 15;
/** How long a log is watched, where nobody says. */
const DEFAULT_COLLECT_S = 15;
/** Every exchange has reported: a state counts as whole when nothing new appeared for so long … */
const SETTLED_MS = 1000;
/** … and spreads after some evaluations more, one a second. */
const SPREADS_SETTLED_MS = 5000;

export const EXAMPLE = "fundmon query 'funding asset=SOL sort=-rate8h limit=5'";
export const sampledExchanges = exchangeIds.filter((id) => adapters[id].coverage.liquidations === 'sampled');

/** Exit 0 with the answer; 1 when no exchange answered; `UsageError` (2) on a bad expression, before anything connects. */
export async function query(flags: Flags, words: readonly string[]): Promise<number> {
  if (words.length === 0) throw new UsageError('query takes EXPR, found nothing', { hint: `such as ${EXAMPLE}` });
  await answer(flags, parseQuery(words.join(' ')));
  return 0;
}

/** Collects what the query is about, asks it, prints the answer. `more` is what JSON tells besides. */
export async function answer(flags: Flags, asked: Query, more: object = {}): Promise<void> {
  if (flags.json && flags.csv) throw new UsageError('--json and --csv exclude each other', { hint: 'choose one' });
  const timeoutMs = 1000 * amountFlag('timeout', 'SECONDS', flags.timeout ?? String(DEFAULT_TIMEOUT_S));
  const { isLog } = sources[asked.source];
  const forMs = 1000 * amountFlag('for', 'SECONDS', flags.for ?? (isLog ? String(DEFAULT_COLLECT_S) : '0'));
  const session = await openSession(flags);
  const settledMs = asked.source === 'arbitrage' ? SPREADS_SETTLED_MS : SETTLED_MS;
  const collected = await collect(
    session,
    (progress) => progress.elapsedMs >= forMs && (isLog || progress.settledMs >= settledMs || progress.elapsedMs >= timeoutMs),
  );
  tellSilent(flags, asked, session, collected);
  await printAnswer(flags, runQuery(asked, { ...collected, sampledExchanges }), more);
}

/** Throws when nobody answered; who did not is named on stderr. The feeds themselves are an answer in any case. */
function tellSilent(flags: Flags, { source }: Query, { exchanges }: Session, { snapshot, reported, reasons }: Collected): void {
  if (source === 'feeds') return;
  const live = new Set(snapshot.feeds.filter(({ state }) => state === 'live').map(({ exchange }) => exchange));
  const answered = sources[source].isLog ? live : reported;
  const silent = exchanges.filter((id) => !answered.has(id)).map((id) => `${id}: ${reasons.get(id) ?? 'no answer in time'}`);
  if (answered.size === 0) {
    throw new FundmonError(`no exchange answered: ${silent.join('; ')}`, { hint: 'check the network, or raise --timeout' });
  }
  for (const words of silent) diagnose(flags.json === true, words);
}

async function printAnswer(flags: Flags, table: QueryTable, more: object): Promise<void> {
  if (flags.json) {
    await print(answerJson(table, more));
    return;
  }
  if (!flags.csv) {
    await print(answerText(table));
    return;
  }
  for (const line of answerSummary(table)) diagnose(false, line);
  await print(answerCsv(table));
}
