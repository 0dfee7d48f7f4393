import type { Flags } from '../args.js';
import { UsageError } from '../domain/errors.js';
import { fundingCsv, fundingJson, fundingTable, fundingText } from '../export.js';
import { collect } from './collect.js';
import { diagnose } from './diagnostics.js';
import { amountFlag } from './flag-values.js';
import { print } from './output.js';
import { openSession } from './session.js';
import { silentExchanges } from './silent-exchanges.js';

const DEFAULT_TIMEOUT_S = 15;
/** All exchanges have reported: how long no further instrument may appear before the table counts as whole. */
const SETTLED_MS = 1000;

/** Exit 0 with the table on stdout; 1 when no exchange answered. Exchanges that stayed silent are named on stderr. */
export async function snapshot(flags: Flags): Promise<number> {
  if (flags.json && flags.csv) throw new UsageError('--json and --csv exclude each other', { hint: 'choose one' });
  const timeoutMs = 1000 * amountFlag('timeout', 'SECONDS', flags.timeout ?? String(DEFAULT_TIMEOUT_S));
  const session = await openSession(flags);
  const collected = await collect(session, ({ elapsedMs, settledMs }) => settledMs >= SETTLED_MS || elapsedMs >= timeoutMs);
  for (const words of silentExchanges(session, collected, timeoutMs)) diagnose(flags.json === true, words);
  const rows = fundingTable(collected.snapshot);
  await print(flags.json ? fundingJson(rows) : flags.csv ? fundingCsv(rows) : fundingText(rows));
  return 0;
}
