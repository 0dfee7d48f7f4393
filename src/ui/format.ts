// Numbers → text. The only place that writes `%`, `$` and units; every function takes fractions, USD, epoch ms or ms.

/** Stands where nobody told a value: absent is not zero. */
export const ABSENT = '–';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Below this a price has more zeros than digits: count significant digits instead of decimals. */
const SMALL_PRICE = 0.01;
const SMALL_PRICE_DIGITS = 4;
/** Rounded to fewer significant digits, a price is written with an exponent. */
const LEAST_PRICE_DIGITS = 2;
/** Six decimals of a fraction of a percent: the finest step a chart's axis is labelled in. */
const MOST_AXIS_DECIMALS = 6;

const two = (value: number): string => String(value).padStart(2, '0');

function grouped(digits: string): string {
  const point = digits.indexOf('.');
  const whole = point === -1 ? digits : digits.slice(0, point);
  return whole.replace(/\B(?=(\d{3})+$)/g, ',') + (point === -1 ? '' : digits.slice(point));
}

/** `+0.0100`, `-0.0250`, and an unsigned `0.0000` for what rounds to nothing. */
function signed(value: number, decimals: number): string {
  const text = Math.abs(value).toFixed(decimals);
  if (Number(text) === 0) return text;
  return (value < 0 ? '-' : '+') + text;
}

/**
 * `67,450.25`, `145.23`, `1.2345`, `0.08123`, `0.000008123`: as many digits as the magnitude needs. Where that is more than `cells`
 * it is rounded, never cut: a price with its last digits missing is another price.
 */
export function formatPrice(price: number | undefined, cells = Number.POSITIVE_INFINITY): string {
  if (price === undefined) return ABSENT;
  const text = fullPrice(price);
  const over = text.length - cells;
  if (over <= 0) return text;
  let decimals = Math.max(0, text.length - 1 - text.indexOf('.') - over);
  if (Math.abs(price) < 1) {
    const rounded = price.toFixed(decimals);
    const digits = rounded.replace(/^-?0\.?0*/, '').length;
    return digits < LEAST_PRICE_DIGITS ? price.toExponential(SMALL_PRICE_DIGITS - 2) : rounded;
  }
  // Rounding up may add a digit in front: 999,999.99.
  while (decimals > 0 && grouped(price.toFixed(decimals)).length > cells) decimals -= 1;
  const rounded = grouped(price.toFixed(decimals));
  return rounded.length <= cells ? rounded : compact(price);
}

function fullPrice(price: number): string {
  const magnitude = Math.abs(price);
  if (magnitude >= 1000) return (price < 0 ? '-' : '') + grouped(magnitude.toFixed(2));
  if (magnitude >= 100) return price.toFixed(2);
  if (magnitude >= 1) return price.toFixed(4);
  if (magnitude >= SMALL_PRICE) return price.toFixed(5);
  if (magnitude === 0) return '0';
  const leadingZeros = -Math.floor(Math.log10(magnitude)) - 1;
  const decimals = Math.min(100, leadingZeros + SMALL_PRICE_DIGITS);
  return price.toFixed(decimals).replace(/0+$/, '');
}

const SCALES = [
  [1e12, 'T'],
  [1e9, 'B'],
  [1e6, 'M'],
  [1e3, 'K'],
] as const;

/** `950`, `1.2K`, `83.8K`, `154M`: three significant digits at most, never `1000K`. */
function compact(value: number): string {
  const magnitude = Math.abs(value);
  const sign = value < 0 ? '-' : '';
  for (const [scale, unit] of SCALES) {
    // 0.9995 of a unit would round up to 1000 of the unit below.
    if (magnitude < scale * 0.9995) continue;
    const scaled = magnitude / scale;
    return sign + scaled.toFixed(scaled < 99.95 ? 1 : 0) + unit;
  }
  return sign + magnitude.toFixed(0);
}

/** `$950`, `$1.2M`, `$6.2B`. */
export function formatUsd(usd: number | undefined): string {
  if (usd === undefined) return ABSENT;
  const text = compact(usd);
  return text.startsWith('-') ? `-$${text.slice(1)}` : `$${text}`;
}

/** To the cent: `$83,765.50`. */
export function formatDollars(usd: number | undefined): string {
  if (usd === undefined) return ABSENT;
  return `${usd < 0 ? '-' : ''}$${grouped(Math.abs(usd).toFixed(2))}`;
}

/** What a model's answer cost: `$0.12`, `$0.0031`, `$0.00042`. */
export function formatCost(usd: number): string {
  return `$${usd >= 0.1 || usd === 0 ? usd.toFixed(2) : usd.toFixed(Math.min(20, 1 - Math.floor(Math.log10(usd))))}`;
}

/** A bare number with its sign: `+1.8`, `-0.35`. */
export function formatSigned(value: number): string {
  return signed(value, 2);
}

/** Coins, as many digits as the magnitude needs: `1.25`, `91,234.50`, `0.0004`. */
export function formatSize(coins: number): string {
  return coins >= 1000 ? fullPrice(coins) : String(Number(coins.toPrecision(6)));
}

/** Coins in at most nine characters: `1.25`, `0.0001235`, `50.2B`. */
export function formatCoins(coins: number): string {
  return coins >= 1000 ? compact(coins) : String(Number(coins.toPrecision(coins < 1e-4 ? 3 : 4)));
}

/** `7`, `950`, `1.2K`. */
export function formatCount(count: number): string {
  return compact(count);
}

/** A fraction as signed percent: `+0.0100%`. */
export function formatPercent(fraction: number | undefined, decimals = 4): string {
  return fraction === undefined ? ABSENT : `${signed(fraction * 100, decimals)}%`;
}

/** Percent without the sign of it, for a table whose heading says so: at most `decimals`, fewer where `cells` hold no more. */
export function formatBarePercent(fraction: number | undefined, cells: number, decimals: number): string {
  if (fraction === undefined) return ABSENT;
  let text = signed(fraction * 100, decimals);
  for (let fewer = decimals - 1; text.length > cells && fewer >= 0; fewer -= 1) text = signed(fraction * 100, fewer);
  return text;
}

/** A funding rate of one interval. Five decimals: an hour's share of the usual 0.01 % per 8 h is 0.00125 %. */
export function formatRate(fraction: number | undefined): string {
  return formatPercent(fraction, Math.abs(fraction ?? 0) >= 0.01 ? 4 : 5);
}

/** A rate per 8 hours, in at most eight characters: `+0.0100%`, from 10 % on `+12.35%`. */
export function formatRate8h(fraction: number | undefined): string {
  return formatPercent(fraction, Math.abs(fraction ?? 0) >= 0.099995 ? 2 : 4);
}

/** A fraction per year, in at most seven characters below 100,000 %: `+10.95%`, `+142.4%`, `+1424%`. */
export function formatApr(fraction: number | undefined): string {
  const magnitude = Math.abs(fraction ?? 0);
  return formatPercent(fraction, magnitude >= 9.9995 ? 0 : magnitude >= 0.99995 ? 1 : 2);
}

/** A part of a whole: `68 %`; what is not all of it is never `100 %`, and what is there at all never `0 %`. */
export function formatShare(fraction: number): string {
  const percent = Math.round(fraction * 100);
  if (percent === 100 && fraction < 1) return '>99 %';
  return percent === 0 && fraction > 0 ? '<1 %' : `${percent} %`;
}

/** A threshold in words: `0.005 %`, no sign, no trailing zeros. */
export function formatThreshold(fraction: number): string {
  return `${Number((fraction * 100).toPrecision(6))} %`;
}

/** A fraction in basis points: `+3.2`. */
export function formatBasisPoints(fraction: number | undefined): string {
  return fraction === undefined ? ABSENT : signed(fraction * 10_000, 1);
}

/** The label of a chart's axis: `value` is percent already, `step` the distance of two labels. */
export function formatAxis(percent: number, step: number): string {
  const decimals = step > 0 ? Math.min(MOST_AXIS_DECIMALS, Math.max(2, Math.ceil(-Math.log10(step)) + 1)) : 4;
  return `${signed(percent, decimals)}%`;
}

/** `07:59:59`, `2d 03:59`; past its end `settling…`. */
export function formatCountdown(ms: number): string {
  if (ms <= 0) return 'settling…';
  const days = Math.floor(ms / DAY);
  const hours = Math.floor((ms % DAY) / HOUR);
  const minutes = Math.floor((ms % HOUR) / MINUTE);
  if (days > 0) return `${days}d ${two(hours)}:${two(minutes)}`;
  return `${two(hours)}:${two(minutes)}:${two(Math.floor((ms % MINUTE) / SECOND))}`;
}

/** `0s`, `59s`, `4m`, `3h`, `12d`. A clock that runs behind the exchange's gives no negative age. */
export function formatAge(ms: number): string {
  if (ms < MINUTE) return `${Math.max(0, Math.floor(ms / SECOND))}s`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)}m`;
  if (ms < DAY) return `${Math.floor(ms / HOUR)}h`;
  return `${Math.floor(ms / DAY)}d`;
}

/** A wait or a delay: `38 ms`, `1.8 s`, `45 s`, `5 min`. */
export function formatDuration(ms: number): string {
  const whole = Math.max(0, ms);
  if (whole < 999.5) return `${Math.round(whole)} ms`;
  if (whole < 9950) return `${(whole / SECOND).toFixed(1)} s`;
  if (whole < 119_500) return `${Math.round(whole / SECOND)} s`;
  return `${Math.round(whole / MINUTE)} min`;
}

/** Before or after: `-7.3 s`, `+60.0 s`. */
export function formatSeconds(ms: number): string {
  return `${signed(ms / SECOND, 1)} s`;
}

/** A stretch of time: `40 s`, `25 min`, `8.5 h`. */
export function formatSpan(ms: number): string {
  if (ms < 2 * MINUTE) return `${Math.round(ms / SECOND)} s`;
  return ms < 2 * HOUR ? `${Math.round(ms / MINUTE)} min` : `${Number((ms / HOUR).toFixed(1))} h`;
}

/** Break-even time in at most four characters: `<1h`, `72h`, `12d`, `3y`. */
export function formatHours(hours: number | undefined): string {
  if (hours === undefined) return ABSENT;
  if (hours < 1) return '<1h';
  if (hours < 99.5) return `${Math.round(hours)}h`;
  const days = hours / 24;
  if (days < 999.5) return `${Math.round(days)}d`;
  return days / 365 < 99.5 ? `${Math.round(days / 365)}y` : '>99y';
}

/** A wait to the minute, in at most five characters: `01:46`, from 100 hours on `4d`; past its end `now`. */
export function formatMinutes(ms: number): string {
  if (ms <= 0) return 'now';
  const hours = Math.floor(ms / HOUR);
  return hours < 100 ? `${two(hours)}:${two(Math.floor((ms % HOUR) / MINUTE))}` : `${Math.floor(hours / 24)}d`;
}

/** `8h`, `0.5h`; `?` while the exchange has not told it. */
export function formatInterval(hours: number | undefined): string {
  return hours === undefined ? '?' : `${Number(hours.toFixed(2))}h`;
}

/** How many a second: `9.3`, `412`, `12K`, three characters up to 99K. Below ten with a decimal: a quiet line differs from a dead one. */
export function formatPace(rate: number): string {
  if (rate >= 999.5) return `${Math.round(rate / 1000)}K`;
  return rate > 0 && rate < 9.95 ? rate.toFixed(1) : rate.toFixed(0);
}

/** `9.3/s`, `412/s`, `12K/s`. */
export function formatPerSecond(rate: number): string {
  return `${formatPace(rate)}/s`;
}

/** `12:34:56Z`; in a zone `14:34:56+02`. `offsetMinutes`: east of UTC, absent for UTC. */
export function formatClock(time: number, offsetMinutes?: number, hasSeconds = true): string {
  const clock = zoned(time, offsetMinutes).slice(11);
  return hasSeconds ? clock : clock.slice(0, 5) + clock.slice(8);
}

/** `2023-11-14 12:34:56Z`; in a zone `2023-11-14 14:34:56+02`. */
export function formatMoment(time: number, offsetMinutes?: number): string {
  return zoned(time, offsetMinutes);
}

/** `11-14`: month and day. */
export function formatDay(time: number, offsetMinutes?: number): string {
  return zoned(time, offsetMinutes).slice(5, 10);
}

function zoned(time: number, offsetMinutes: number | undefined): string {
  const written = new Date(time + (offsetMinutes ?? 0) * MINUTE).toISOString().slice(0, 19).replace('T', ' ');
  if (offsetMinutes === undefined) return `${written}Z`;
  const minutes = Math.abs(offsetMinutes);
  const sign = offsetMinutes < 0 ? '-' : '+';
  return `${written}${sign}${two(Math.floor(minutes / 60))}${minutes % 60 === 0 ? '' : `:${two(minutes % 60)}`}`;
}
