const units = [
  { from: 999_500_000, per: 1_000_000_000, suffix: 'B' },
  { from: 999_500, per: 1_000_000, suffix: 'M' },
  { from: 999.5, per: 1_000, suffix: 'k' },
  { from: 0, per: 1, suffix: '' },
] as const;

/** Three significant digits: `$612k`, `$1.25M`, `$90`. */
export function usdText(value: number): string {
  const unit = units.find((one) => value >= one.from) ?? units[3];
  return `$${Number((value / unit.per).toPrecision(3))}${unit.suffix}`;
}
