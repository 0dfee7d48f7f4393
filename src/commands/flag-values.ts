// Texts of flags → values. Each throws `UsageError` that names the flag, what it takes and what was found.
import type { Flags } from '../args.js';
import { clean } from '../domain/decimal.js';
import { UsageError } from '../domain/errors.js';
import { type ExchangeId, exchangeIds, isExchangeId } from '../domain/instrument.js';
import { decimal, parseSetting, type Settings } from '../settings.js';

export type Addresses = Partial<Record<ExchangeId, string>>;

export function exchangesFlag(text: string): Settings['exchanges'] {
  return parseSetting('exchanges', text, '--exchanges');
}

export function assetsFlag(text: string): Settings['assets'] {
  const assets = parseSetting('assets', text, '--assets');
  if (assets.length > 0) return assets;
  throw new UsageError(`--assets takes BTC,ETH, found '${text}'`, { hint: 'leave the flag out for every asset' });
}

export function amountFlag(name: 'min-notional' | 'timeout' | 'for', takes: string, text: string): number {
  const value = decimal(text);
  if (value !== undefined && Number.isFinite(value) && value >= 0) return value;
  throw new UsageError(`--${name} takes ${takes}, found '${text}'`, { hint: 'a number of 0 or more' });
}

/** A fraction per 8 h, or a percentage of it: `0.0001`, `0.01%`. */
export function rateFlag(text: string): number {
  const [, number = '', percent] = /^([^%]*?)\s*(%?)\s*$/.exec(text) ?? [];
  const value = decimal(number);
  const fraction = value !== undefined && percent === '%' ? clean(value / 100) : value;
  if (fraction !== undefined && fraction >= 0 && fraction <= 1) return fraction;
  throw new UsageError(`--threshold takes RATE, found '${text}'`, { hint: 'a spread per 8 h, such as 0.0001 or 0.01%' });
}

export function seedFlag({ seed, demo }: Flags): number {
  if (seed === undefined) return 1;
  if (!demo) throw new UsageError('--seed belongs to --demo', { hint: 'only the simulated market has a seed' });
  const value = decimal(seed);
  if (value !== undefined && Number.isSafeInteger(value) && value >= 0) return value;
  throw new UsageError(`--seed takes N, found '${seed}'`, { hint: 'a whole number of 0 or more' });
}

export function exchangeFlag(text: string | undefined): ExchangeId {
  const id = text?.toLowerCase();
  if (id !== undefined && isExchangeId(id)) return id;
  const found = text === undefined ? 'nothing' : `'${text}'`;
  throw new UsageError(`--exchange takes ID, found ${found}`, { hint: `one of ${exchangeIds.join(', ')}` });
}

/** An address may carry the password of a proxy or a mirror: an error is read by others. */
function withoutLogin(address: string): string {
  return address.replace(/\/\/[^/]*@/, '//…@');
}

export function addressFlag(name: 'endpoint' | 'rest-endpoint', pairs: readonly string[] = []): Addresses {
  const scheme = name === 'endpoint' ? /^wss?:$/ : /^https?:$/;
  const takes = name === 'endpoint' ? 'EXCHANGE=WS_URL' : 'EXCHANGE=HTTP_URL';
  const addresses: Addresses = {};
  for (const pair of pairs) {
    const [, word = '', address = ''] = /^([^=]*)=(.*)$/s.exec(pair) ?? [];
    const id = word.toLowerCase();
    if (!isExchangeId(id)) {
      throw new UsageError(`--${name} takes ${takes}, found '${withoutLogin(pair)}'`, {
        hint: `EXCHANGE is one of ${exchangeIds.join(', ')}`,
      });
    }
    if (!URL.canParse(address) || !scheme.test(new URL(address).protocol)) {
      throw new UsageError(`--${name} takes ${takes}, found '${withoutLogin(pair)}'`, {
        hint: `such as ${id}=${name === 'endpoint' ? 'ws' : 'http'}://127.0.0.1:8080`,
      });
    }
    if (addresses[id] !== undefined && addresses[id] !== address) {
      throw new UsageError(
        `--${name} takes one address for ${id}, found '${withoutLogin(addresses[id] ?? '')}' and '${withoutLogin(address)}'`,
        {
          hint: 'leave one out',
        },
      );
    }
    addresses[id] = address;
  }
  return addresses;
}
