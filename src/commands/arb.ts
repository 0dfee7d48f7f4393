import type { Flags } from '../args.js';
import { UsageError } from '../domain/errors.js';
import { arbitrageCsv, arbitrageJson, arbitrageText } from '../export-arbitrage.js';
import type { ArbitrageRow } from '../market/snapshot.js';
import { quarantineNotes } from '../ui/quarantine-words.js';
import { collect } from './collect.js';
import { diagnose } from './diagnostics.js';
import { amountFlag, rateFlag } from './flag-values.js';
import { print } from './output.js';
import { openSession } from './session.js';
import { silentExchanges } from './silent-exchanges.js';

const DEFAULT_TIMEOUT_S = 15;
/** All exchanges have reported and nothing new appeared for so long: pairs are looked at once a second. */
const SETTLED_MS = 2000;
const MET = 3;

/** Exit 0 with the table on stdout, 3 when a pair in it meets `--threshold`; 1 when no exchange answered. */
export async function arb(flags: Flags): Promise<number> {
  if (flags.json && flags.csv) throw new UsageError('--json and --csv exclude each other', { hint: 'choose one' });
  const timeoutMs = 1000 * amountFlag('timeout', 'SECONDS', flags.timeout ?? String(DEFAULT_TIMEOUT_S));
  const threshold = flags.threshold === undefined ? undefined : rateFlag(flags.threshold);
  const session = await openSession(flags);
  const collected = await collect(session, ({ elapsedMs, settledMs }) => settledMs >= SETTLED_MS || elapsedMs >= timeoutMs);
  const { snapshot } = collected;
  // A stream of a whole market tells of more than was chosen.
  const { assets } = session.selection;
  const isChosen = ({ asset }: { readonly asset: string }): boolean => assets === 'all' || assets.includes(asset);
  const rows = snapshot.arbitrage.filter(isChosen);
  const notes = [
    ...silentExchanges(session, collected, timeoutMs),
    ...(rows.length === 0 ? ['no asset has fresh rates that differ on two exchanges'] : []),
    ...quarantineNotes(snapshot.quarantined.filter(isChosen)).map(({ asset, words }) => `${asset} quarantined: ${words}`),
  ];
  for (const words of notes) diagnose(flags.json === true, words);
  await print(flags.json ? arbitrageJson(rows) : flags.csv ? arbitrageCsv(rows) : arbitrageText(rows));
  const { maxBreakEvenHours } = snapshot.arbitrageTerms;
  return threshold !== undefined && rows.some((row) => isMet(row, threshold, maxBreakEvenHours)) ? MET : 0;
}

/** As an alert has it: the spread alone says nothing, it must pay for itself in time. */
function isMet({ economics }: ArbitrageRow, threshold: number, maxBreakEvenHours: number): boolean {
  const { spread8h, breakEvenHours } = economics;
  return spread8h >= threshold && breakEvenHours !== undefined && breakEvenHours <= maxBreakEvenHours;
}
