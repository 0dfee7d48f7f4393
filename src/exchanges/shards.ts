/** In order, at most `size` together. */
export function batches<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const result: T[][] = [];
  for (let start = 0; start < items.length; start += size) result.push(items.slice(start, start + size));
  return result;
}

// FNV-1a: spreads short, similar names evenly.
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}

/**
 * Items over as few sockets as `fits` allows. Each goes by its own name, not by its place in the list: while the number of
 * sockets stays, a new listing or a delisting moves nothing else. Empty sockets are left in place, so that the others keep
 * their number.
 */
export function shards<T>(
  items: readonly T[],
  nameOf: (item: T) => string,
  fits: (shard: readonly T[]) => boolean,
): readonly (readonly T[])[] {
  for (let count = 1; count <= items.length; count += 1) {
    const parts: T[][] = Array.from({ length: count }, () => []);
    for (const item of items) parts[hash(nameOf(item)) % count]?.push(item);
    if (parts.every(fits)) return parts;
  }
  return items.map((item) => [item]);
}
