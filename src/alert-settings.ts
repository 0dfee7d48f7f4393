// What is kept on disk about alerts: which are raised, from which line on, and who is told of them; part of the settings.
import * as v from 'valibot';
import { type AlertKind, alertKinds } from './domain/record.js';
import { isPrintable } from './domain/text.js';
import { defaultMarketSettings } from './market/options.js';

const KIND_EXPECTED = `any of ${alertKinds.join(', ')}`;
const KINDS = v.pipe(
  v.array(v.picklist(alertKinds, KIND_EXPECTED), KIND_EXPECTED),
  v.transform((kinds): readonly AlertKind[] => alertKinds.filter((kind) => kinds.includes(kind))),
);
const ASSET_EXPECTED = 'a list of assets such as BTC';
const ASSETS = v.pipe(
  v.array(
    v.pipe(v.string(ASSET_EXPECTED), v.regex(/^[^\s,\p{Cc}\p{Cf}]{1,64}$/u, ASSET_EXPECTED), v.toUpperCase()),
    ASSET_EXPECTED,
  ),
  v.transform((assets): readonly string[] => [...new Set(assets)]),
);
const COMMAND_EXPECTED = 'the path of a program, or a list of a program and its arguments';
const COMMAND = v.pipe(
  v.union([v.string(), v.array(v.string())], COMMAND_EXPECTED),
  v.transform((command): readonly string[] => (typeof command === 'string' ? [command].filter((path) => path !== '') : command)),
  // The system ends a word at its first NUL.
  v.check((command) => command.every((word) => !word.includes('\0')) && command[0] !== '', COMMAND_EXPECTED),
  v.check(([program = '']) => isPrintable(program), COMMAND_EXPECTED),
);
const URL_EXPECTED = 'an https address, or an http one of this machine';
const URL_TEXT = v.pipe(
  v.string(URL_EXPECTED),
  v.trim(),
  v.check((url) => url === '' || isWebhook(url), URL_EXPECTED),
);

const LINE_EXPECTED = 'an amount in USD, 1 or more';
const LINE_USD = v.pipe(v.number(LINE_EXPECTED), v.finite(LINE_EXPECTED), v.minValue(1, LINE_EXPECTED));
const TIMES_EXPECTED = 'a number such as 5, 1 or more';
const TIMES = v.pipe(v.number(TIMES_EXPECTED), v.finite(TIMES_EXPECTED), v.minValue(1, TIMES_EXPECTED));
const BELL = v.pipe(v.string('on or off'), v.toLowerCase(), v.picklist(['on', 'off'], 'on or off'));
const NOTIFY_CODE = v.pipe(v.string('off, 9 or 777'), v.toLowerCase(), v.picklist(['off', '9', '777'], 'off, 9 or 777'));
const SECOND_MS = 1000;
const SECONDS_EXPECTED = 'a number of seconds, 1 or more';
const SECONDS = v.pipe(v.number(SECONDS_EXPECTED), v.finite(SECONDS_EXPECTED), v.minValue(1, SECONDS_EXPECTED));
const FRACTION_EXPECTED = 'a fraction such as 0.00001';
const FRACTION = v.pipe(v.number(FRACTION_EXPECTED), v.minValue(0, FRACTION_EXPECTED), v.maxValue(1, FRACTION_EXPECTED));

/** What is sent is nobody else's to read: in the clear only where it does not leave the machine. */
export function isWebhook(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

const { feedDownAfterMs, fundingChanges, sweep, cluster, burst } = defaultMarketSettings;

export const alertSchema = {
  'notify.bell': BELL,
  'notify.osc': NOTIFY_CODE,
  'notify.alerts': KINDS,
  'alerts.kinds': KINDS,
  'alerts.muted': ASSETS,
  'alerts.delivered': KINDS,
  'alerts.feedDownSeconds': SECONDS,
  'alerts.flipDeadBand8h': FRACTION,
  'alerts.flipSeconds': SECONDS,
  'alerts.sweepUsdPerMinute': LINE_USD,
  'alerts.clusterUsd': LINE_USD,
  'alerts.clusterDeviations': TIMES,
  'alerts.burstRatio': TIMES,
  onAlert: COMMAND,
  'webhook.url': URL_TEXT,
} as const;

export const alertDefaults = {
  'notify.bell': 'on',
  'notify.osc': 'off',
  'notify.alerts': [],
  'alerts.kinds': alertKinds,
  'alerts.muted': [],
  'alerts.delivered': alertKinds,
  'alerts.feedDownSeconds': feedDownAfterMs / SECOND_MS,
  'alerts.flipDeadBand8h': fundingChanges.deadBand8h,
  'alerts.flipSeconds': fundingChanges.flipEvaluations,
  'alerts.sweepUsdPerMinute': sweep.usdPerMinute,
  'alerts.clusterUsd': cluster.minNotionalUsd,
  'alerts.clusterDeviations': cluster.deviations,
  'alerts.burstRatio': burst.ratio,
  onAlert: [],
  'webhook.url': '',
} as const;

export const alertHelp = {
  'notify.bell': 'the bell on a CRITICAL liquidation or an armed alert, every 10 s at most',
  'notify.osc': 'a desktop notification with the bell: off, or the code 9 or 777, as the terminal has it',
  'notify.alerts': `the armed kinds of alerts: ${alertKinds.join(', ')}`,
  'alerts.kinds': 'the kinds of alerts that are raised at all',
  'alerts.muted': 'assets whose alerts are logged, but call nobody',
  'alerts.delivered': 'the kinds that onAlert and the webhook are told of',
  'alerts.feedDownSeconds': 'feed-down: an exchange not live for so long',
  'alerts.flipDeadBand8h': 'funding-flip: a rate this near to zero has no sign, a fraction per 8 h',
  'alerts.flipSeconds': '… and the other sign must hold for so long',
  'alerts.sweepUsdPerMinute': 'a sweep: so many USD liquidated in a minute, all exchanges together',
  'alerts.clusterUsd': 'a cluster: at least so many USD of one asset liquidated in five minutes …',
  'alerts.clusterDeviations': '… and so many robust deviations (median, MAD) above what is usual for it',
  'alerts.burstRatio': 'a burst: so many times the usual number of liquidations in a minute',
  onAlert: 'a program started for each alert, with its record on standard input: a path, or ["program","argument"]',
  'webhook.url': 'an https address to which each alert is posted as JSON; shown nowhere',
} as const;
