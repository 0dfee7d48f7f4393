import type { Flags } from '../args.js';
import { FundmonError, UsageError } from '../domain/errors.js';
import { exchangeIds } from '../domain/instrument.js';
import type { QueryTable } from '../domain/query-table.js';
import { adapters } from '../exchanges/registry.js';
import { answerCsv, answerJson, answerSummary, answerText } from '../export-answer.js';
import { unlistedSentence } from '../market/unlisted.js';
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

export const EXAMPLE_QUERY = 'funding asset=SOL sort=-rate8h limit=5';
export const EXAMPLE = `fundmon query '${EXAMPLE_QUERY}'`;
export const sampledExchanges = exchangeIds.filter((id) => adapters[id].coverage.liquidations === 'sampled');

/** Exit 0 with the answer; 1 when no exchange answered; `UsageError` (2) on a bad expression, before anything connects. */
export async function query(flags: Flags, words: readonly string[]): Promise<number> {
  if (words.length === 0) throw new UsageError('query takes EXPR, found nothing', { hint: `such as ${EXAMPLE}` });
  const asked = parseQuery(words.join(' '));
  const manner = mannerOf(flags);
  await answer(await openSession(flags), manner, asked);
  return 0;
}

/** How an answer is collected and printed. */
interface Manner {
  readonly format: 'text' | 'json' | 'csv';
  readonly timeoutMs: number;
  readonly forMs: number | undefined;
}

export function mannerOf(flags: Flags): Manner {
  if (flags.json && flags.csv) throw new UsageError('--json and --csv exclude each other', { hint: 'choose one' });
  return {
    format: flags.json ? 'json' : flags.csv ? 'csv' : 'text',
    timeoutMs: 1000 * amountFlag('timeout', 'SECONDS', flags.timeout ?? String(DEFAULT_TIMEOUT_S)),
    forMs: flags.for === undefined ? undefined : 1000 * amountFlag('for', 'SECONDS', flags.for),
  };
}

/** Collects what the query is about, asks it, prints the answer. `more` is what JSON tells besides. */
export async function answer(session: Session, manner: Manner, asked: Query, more: object = {}): Promise<void> {
  const { isLog } = sources[asked.source];
  const { format, timeoutMs, forMs = isLog ? 1000 * DEFAULT_COLLECT_S : 0 } = manner;
  if (isLog && format === 'text') tellSpan(asked, forMs);
  const settledMs = asked.source === 'arbitrage' ? SPREADS_SETTLED_MS : SETTLED_MS;
  const collected = await collect(
    session,
    (progress) => progress.elapsedMs >= forMs && (isLog || progress.settledMs >= settledMs || progress.elapsedMs >= timeoutMs),
  );
  for (const words of silentExchanges(asked, session, collected)) diagnose(format === 'json', words);
  await printAnswer(format, runQuery(asked, { ...collected, sampledExchanges, minNotionalUsd: session.minNotionalUsd }), more);
}

/** Nothing is known of the time before: whoever asks for more waits longer. */
function tellSpan({ source, sinceMs = 0 }: Query, forMs: number): void {
  const longer = sinceMs > forMs ? `; --for ${Math.ceil(sinceMs / 1000)} covers all of since` : '';
  diagnose(false, `watching ${source} for ${forMs / 1000} s${longer}`);
}

/** Those without an answer, and why. Throws when all are. The feeds themselves are an answer in any case. */
function silentExchanges({ source }: Query, { exchanges }: Session, collected: Collected): readonly string[] {
  if (source === 'feeds') return [];
  const { snapshot, reported, empty, reasons } = collected;
  const live = new Set(snapshot.feeds.filter(({ state }) => state === 'live').map(({ exchange }) => exchange));
  if (empty.size === exchanges.length) {
    throw new FundmonError(unlistedSentence(snapshot.feeds), { hint: 'check --assets and the assets of the settings' });
  }
  // Who lists nothing of what was chosen has answered.
  const answered = sources[source].isLog ? live : new Set([...reported, ...empty]);
  const silent = exchanges.filter((id) => !answered.has(id)).map((id) => `${id}: ${reasons.get(id) ?? 'no answer in time'}`);
  if (answered.size > 0) return silent;
  throw new FundmonError(`no exchange answered: ${silent.join('; ')}`, { hint: 'check the network, or raise --timeout' });
}

async function printAnswer(format: Manner['format'], table: QueryTable, more: object): Promise<void> {
  switch (format) {
    case 'json':
      return print(answerJson(table, more));
    case 'text':
      return print(answerText(table));
    case 'csv':
      for (const line of answerSummary(table)) diagnose(false, line);
      return print(answerCsv(table));
    default:
      return format satisfies never;
  }
}
