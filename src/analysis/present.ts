type Present<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** Without the fields that nobody told, and without numbers that are none. */
export function present<T extends object>(fields: T): Present<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => isKnown(value))) as Present<T>;
}

function isKnown(value: unknown): boolean {
  return value !== undefined && (typeof value !== 'number' || Number.isFinite(value));
}

/** To so many significant digits; a model pays for every digit it reads. */
export function rounded<T extends number | undefined>(value: T, digits: number): T;
export function rounded(value: number | undefined, digits: number): number | undefined {
  return value === undefined ? undefined : Number(value.toPrecision(digits));
}
