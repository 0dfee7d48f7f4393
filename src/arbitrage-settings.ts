// What is kept on disk about arbitrage: what trading costs, and from which line on a pair is alerted; part of the settings.
import * as v from 'valibot';
import { type ExchangeId, exchangeIds } from './domain/instrument.js';
import { type ArbitrageOptions, baseTakerFees, defaultMarketSettings, takerFeesMonth } from './market/options.js';

const FRACTION = v.pipe(
  v.number('a fraction such as 0.00005'),
  v.minValue(0, 'a fraction of 0 or more'),
  v.maxValue(1, 'a fraction of at most 1'),
);
const HOURS_PER_DAY = 24;
const SECOND_MS = 1000;
/** Ten years: whoever waits longer waits for ever. */
const MOST_HOURS = 87_600;
const HOURS_EXPECTED = `a number of hours from 1 to ${MOST_HOURS}`;
const HOURS = v.pipe(v.number(HOURS_EXPECTED), v.minValue(1, HOURS_EXPECTED), v.maxValue(MOST_HOURS, HOURS_EXPECTED));
const DAYS_EXPECTED = 'a number of days, more than 0 and at most 3650';
const DAYS = v.pipe(v.number(DAYS_EXPECTED), v.gtValue(0, DAYS_EXPECTED), v.maxValue(3650, DAYS_EXPECTED));
const TIMES_EXPECTED = 'a whole number from 1 to 600';
const TIMES = v.pipe(
  v.number(TIMES_EXPECTED),
  v.integer(TIMES_EXPECTED),
  v.minValue(1, TIMES_EXPECTED),
  v.maxValue(600, TIMES_EXPECTED),
);
const SECONDS_EXPECTED = 'a number of seconds from 0 to 86400';
const SECONDS = v.pipe(v.number(SECONDS_EXPECTED), v.minValue(0, SECONDS_EXPECTED), v.maxValue(86_400, SECONDS_EXPECTED));

type FeeSetting = `arbitrage.takerFees.${ExchangeId}`;

function perExchange<T>(value: (exchange: ExchangeId) => T): Readonly<Record<FeeSetting, T>> {
  return Object.fromEntries(exchangeIds.map((id) => [`arbitrage.takerFees.${id}`, value(id)])) as Record<FeeSetting, T>;
}

export const arbitrageSchema = {
  'arbitrage.thresholdSpread8h': FRACTION,
  'arbitrage.maxBreakEvenHours': HOURS,
  'arbitrage.evaluations': TIMES,
  'arbitrage.cooldownSeconds': SECONDS,
  'arbitrage.holdDays': DAYS,
  'arbitrage.slippage': FRACTION,
  ...perExchange(() => FRACTION),
} as const;

const { arbitrage } = defaultMarketSettings;

export const arbitrageDefaults = {
  'arbitrage.thresholdSpread8h': arbitrage.thresholdSpread8h,
  'arbitrage.maxBreakEvenHours': arbitrage.maxBreakEvenHours,
  'arbitrage.evaluations': arbitrage.evaluations,
  'arbitrage.cooldownSeconds': arbitrage.cooldownMs / SECOND_MS,
  'arbitrage.holdDays': arbitrage.holdHours / HOURS_PER_DAY,
  'arbitrage.slippage': arbitrage.slippage,
  ...perExchange((exchange) => baseTakerFees[exchange]),
} as const;

export const arbitrageHelp = {
  'arbitrage.thresholdSpread8h': 'funding-spread: alert above this spread, a fraction per 8 h (0.00005 is 0.005 %) …',
  'arbitrage.maxBreakEvenHours': '… of a pair that has paid its costs within so many hours …',
  'arbitrage.evaluations': '… at so many looks in a row, one a second',
  'arbitrage.cooldownSeconds': 'and after it was cleared not again for so long',
  'arbitrage.holdDays': 'net APR is what is left when a pair is held so long',
  'arbitrage.slippage': 'what a fill is worse than the mark, a fraction; counted with each of the four fills',
  ...perExchange(() => `taker fee, a fraction of notional; the default is the lowest tier as listed in ${takerFeesMonth}`),
} as const;

type ArbitrageSettings = Readonly<Record<keyof typeof arbitrageSchema, number>>;

/** What the market judges pairs by. */
export function arbitrageOptions(settings: ArbitrageSettings): Partial<ArbitrageOptions> & Pick<ArbitrageOptions, 'takerFees'> {
  return {
    thresholdSpread8h: settings['arbitrage.thresholdSpread8h'],
    maxBreakEvenHours: settings['arbitrage.maxBreakEvenHours'],
    evaluations: settings['arbitrage.evaluations'],
    cooldownMs: settings['arbitrage.cooldownSeconds'] * SECOND_MS,
    holdHours: settings['arbitrage.holdDays'] * HOURS_PER_DAY,
    slippage: settings['arbitrage.slippage'],
    takerFees: Object.fromEntries(exchangeIds.map((id) => [id, settings[`arbitrage.takerFees.${id}`]])),
  };
}
