// A recording is raw frames, one JSON object a line: the frame itself, or `{"raw": …, "receivedAt": …}` where `raw` is
// the frame as an object or as text.

/** 2100-01-01: a later time is not in milliseconds. */
const LATEST_TIME = 4_102_444_800_000;

export interface RecordedFrame {
  readonly text: string;
  /** Epoch ms; absent when the line does not tell. */
  readonly receivedAt?: number;
}

/** Throws `SyntaxError` on a line that is no JSON, or holds neither a frame nor a wrapped one. */
export function parseRecordedLine(line: string): RecordedFrame {
  const value: unknown = JSON.parse(line);
  if (typeof value !== 'object' || value === null) throw new SyntaxError('expected a JSON object');
  if (!('raw' in value)) return { text: line };
  const receivedAt = 'receivedAt' in value ? instant(value.receivedAt) : undefined;
  const text = typeof value.raw === 'string' ? value.raw : rawText(line);
  return receivedAt === undefined ? { text } : { text, receivedAt };
}

function instant(value: unknown): number | undefined {
  if (value === null) return undefined;
  const time = typeof value === 'string' ? Date.parse(value) : value;
  if (typeof time === 'number' && Number.isInteger(time) && time >= 0 && time <= LATEST_TIME) return time;
  throw new SyntaxError('receivedAt: expected epoch milliseconds or an ISO time');
}

/**
 * The text of the top-level `raw` value, digit for digit: parsing and writing it again would round numbers past 2^53.
 * `line` is known to be a valid JSON object with such a key; of several the last counts, as `JSON.parse` has it.
 */
function rawText(line: string): string {
  let depth = 0;
  let key = '';
  let start = -1;
  let found = '';
  for (let at = 0; at < line.length; at++) {
    const char = line[at];
    if (char === '"') {
      const end = stringEnd(line, at);
      if (depth === 1 && start === -1) key = line.slice(at, end + 1);
      at = end;
    } else if (depth === 1 && (char === ',' || char === '}')) {
      if (isRaw(key)) found = line.slice(start, at).trim();
      start = -1;
      depth -= char === '}' ? 1 : 0;
    } else if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') depth -= 1;
    else if (depth === 1 && char === ':') start = at + 1;
  }
  return found;
}

/** A key as it stands in the text, quotes and escapes included. */
function isRaw(quoted: string): boolean {
  return quoted === '"raw"' || (quoted.includes('\\') && JSON.parse(quoted) === 'raw');
}

/** Index of the quote that closes the string opened at `open`. */
function stringEnd(line: string, open: number): number {
  let at = open + 1;
  while (at < line.length && line[at] !== '"') at += line[at] === '\\' ? 2 : 1;
  return at;
}
