// Instruments whose marks say that they are another coin, in words: one sentence for each asset.
import { printable } from '../domain/text.js';
import { isOfMedian, type Quarantined } from '../market/asset-pairs.js';
import { ABSENT, formatPercent, formatPrice } from './format.js';

export interface QuarantineNote {
  readonly asset: string;
  readonly words: string;
}

/** From here on a percentage has no decimals: nobody reads them. */
const WHOLE_FROM = 1;

function distance({ markPrice, medianPrice }: Quarantined): string {
  const share = (markPrice - medianPrice) / medianPrice;
  return Number.isFinite(share) ? formatPercent(share, Math.abs(share) < WHOLE_FROM ? 1 : 0) : ABSENT;
}

function named({ exchange, symbol, markPrice }: Quarantined): string {
  return `${exchange} ${printable(symbol)} at ${formatPrice(markPrice)}`;
}

function noteOf(asset: string, [first, ...others]: readonly [Quarantined, ...Quarantined[]]): QuarantineNote {
  const all = [first, ...others];
  // With the median among those left out nobody is left to be believed.
  if (all.some(isOfMedian)) return { asset, words: `${all.map(named).join(', ')}: nothing tells which is ${printable(asset)}` };
  const each = all.map((one) => `${named(one)} (${distance(one)})`);
  return { asset, words: `${each.join(', ')}; the others at ${formatPrice(first.medianPrice)}` };
}

/** One for each asset, in the order of the list. */
export function quarantineNotes(quarantined: readonly Quarantined[]): readonly QuarantineNote[] {
  const byAsset = new Map<string, [Quarantined, ...Quarantined[]]>();
  for (const one of quarantined) {
    const known = byAsset.get(one.asset);
    if (known) known.push(one);
    else byAsset.set(one.asset, [one]);
  }
  return [...byAsset].map(([asset, ones]) => noteOf(asset, ones));
}
