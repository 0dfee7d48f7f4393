/** A decimal as exchanges write it: no exponent, about `digits` significant digits. */
export function decimal(value: number, digits = 8): string {
  if (value === 0) return '0';
  const places = Math.min(20, Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(value)))));
  return value.toFixed(places);
}

/** A rate: fixed decimals, as the exchanges print them. */
export function rate(value: number, places = 8): string {
  return value.toFixed(places);
}

/** An object with text fields, or nothing: what a server may assume of a client's frame. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function textList(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((item): item is string => typeof item === 'string') ? value : undefined;
}

export function textAt(wire: Readonly<Record<string, unknown>>, key: string): string {
  const value = wire[key];
  return typeof value === 'string' ? value : '';
}
