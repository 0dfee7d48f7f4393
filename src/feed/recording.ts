// A recording is raw frames, one JSON object a line: the frame itself, or `{"raw": …, "receivedAt": …}` where `raw` is
// the frame as an object or as text.

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
  if (typeof time === 'number' && Number.isSafeInteger(time) && time >= 0) return time;
  throw new SyntaxError('receivedAt: expected epoch milliseconds or an ISO time');
}

/**
 * The text of the top-level `raw` value, digit for digit: parsing and writing it again would round numbers past 2^53.
 * `line` is known to be valid JSON with such a key.
 */
function rawText(line: string): string {
  let depth = 0;
  let key = '';
  let start = -1;
  for (let at = 0; at < line.length; at++) {
    const char = line[at];
    if (char === '"') {
      const end = stringEnd(line, at);
      if (depth === 1 && start === -1) key = line.slice(at + 1, end);
      at = end;
    } else if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') {
      depth -= 1;
      if (depth === 0 && start !== -1) return line.slice(start, at).trim();
    } else if (depth === 1 && char === ':' && key === 'raw' && start === -1) start = at + 1;
    else if (depth === 1 && char === ',') {
      if (start !== -1) return line.slice(start, at).trim();
      key = '';
    }
  }
  throw new SyntaxError('raw: expected a frame');
}

/** Index of the quote that closes the string opened at `open`. */
function stringEnd(line: string, open: number): number {
  let at = open + 1;
  while (at < line.length && line[at] !== '"') at += line[at] === '\\' ? 2 : 1;
  return at;
}
