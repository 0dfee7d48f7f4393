/** The longest frame an exchange sends is about 300 kB; a file without line ends must not fill the memory. */
const LINE_LIMIT = 64 * 1024 * 1024;

export interface Line {
  /** From 1. */
  readonly number: number;
  /** Without its line end; `undefined` for a line longer than the limit. */
  readonly text: string | undefined;
}

/** Splits a byte stream into lines, whatever the chunks; a last line without a line end counts. */
export async function* readLines(source: AsyncIterable<Uint8Array>, limit = LINE_LIMIT): AsyncGenerator<Line> {
  const decoder = new TextDecoder('utf-8');
  let pending: string[] = [];
  let length = 0;
  let number = 0;
  const take = (): Line => {
    number += 1;
    const text = length > limit ? undefined : pending.join('').replace(/\r$/, '');
    pending = [];
    length = 0;
    return { number, text };
  };
  const keep = (part: string): void => {
    length += part.length;
    if (length <= limit) pending.push(part);
    else pending = [];
  };
  for await (const chunk of source) {
    const parts = decoder.decode(chunk, { stream: true }).split('\n');
    const last = parts.pop() ?? '';
    for (const part of parts) {
      keep(part);
      yield take();
    }
    keep(last);
  }
  keep(decoder.decode());
  if (length > 0) yield take();
}
