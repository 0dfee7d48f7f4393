// For commands that print the market once: who told nothing, and why.
import { FundmonError } from '../domain/errors.js';
import type { ExchangeId } from '../domain/instrument.js';
import { unlistedSentence } from '../market/unlisted.js';
import type { Collected } from './collect.js';
import type { Session } from './session.js';

/** A sentence for each; throws `FundmonError` where nobody told anything. */
export function silentExchanges(
  { exchanges }: Session,
  { snapshot, reported, empty, reasons }: Collected,
  timeoutMs: number,
): readonly string[] {
  const unlisted = unlistedSentence(snapshot.feeds);
  const why = (exchange: ExchangeId): string =>
    empty.has(exchange)
      ? 'lists none of the chosen assets'
      : (reasons.get(exchange) ?? `no funding within ${timeoutMs / 1000} s`);
  const silent = exchanges.filter((exchange) => !reported.has(exchange)).map((exchange) => `${exchange}: ${why(exchange)}`);
  if (empty.size === exchanges.length) {
    throw new FundmonError(unlisted, { hint: 'check --assets and the assets of the settings' });
  }
  if (reported.size === 0) {
    throw new FundmonError(`no exchange answered: ${silent.join('; ')}`, { hint: 'check the network, or raise --timeout' });
  }
  return unlisted === '' ? silent : [unlisted, ...silent];
}
