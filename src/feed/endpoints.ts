// `--endpoint` and `--rest-endpoint`: another address for an exchange (a mirror, a proxy, a test server).
import { UsageError } from '../domain/errors.js';
import type { ExchangeId } from '../domain/instrument.js';
import { printable } from '../domain/text.js';

const flags = {
  endpoint: { protocols: ['ws:', 'wss:'], expected: 'a ws:// or wss:// address' },
  'rest-endpoint': { protocols: ['http:', 'https:'], expected: 'an http:// or https:// address' },
} as const;

/** Throws `UsageError` that names the flag and what it takes. */
export function readEndpoint(flag: keyof typeof flags, exchange: ExchangeId, value: string): URL {
  const { protocols, expected } = flags[flag];
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !(protocols as readonly string[]).includes(url.protocol)) {
    throw new UsageError(`--${flag} ${exchange}=${printable(value, 100)}: expected ${expected}`);
  }
  return url;
}

function trimmedPath(url: URL): string {
  return url.pathname.replace(/\/+$/, '');
}

function at(original: URL, replacement: URL, path: string): string {
  const query = [original.search, replacement.search].map((search) => search.slice(1)).filter((search) => search !== '');
  const login = replacement.username === '' ? '' : `${replacement.username}:${replacement.password}@`;
  return `${replacement.protocol}//${login}${replacement.host}${path}${query.length === 0 ? '' : `?${query.join('&')}`}`;
}

/**
 * One address of an exchange, moved. `own`: all its addresses, this one included. A replacement without a path, or with
 * a path of the exchange's own, stands for the origin; one with another path is the address itself where the exchange
 * has a single path, and otherwise goes before each path.
 */
export function moveSocketAddress(original: string, replacement: URL, own: readonly string[]): string {
  const url = new URL(original);
  const ownPaths = new Set(own.map((address) => trimmedPath(new URL(address))));
  const path = trimmedPath(replacement);
  if (path === '' || ownPaths.has(path)) return at(url, replacement, url.pathname);
  return at(url, replacement, ownPaths.size <= 1 ? replacement.pathname : path + url.pathname);
}

/** One REST address, moved: another origin, a path of which goes before the exchange's own. */
export function moveRestAddress(original: string, replacement: URL): string {
  const url = new URL(original);
  return at(url, replacement, trimmedPath(replacement) + url.pathname);
}
