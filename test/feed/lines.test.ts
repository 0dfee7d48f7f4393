import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLines } from '../../src/feed/lines.js';

async function linesOf(chunks: readonly Uint8Array[], limit?: number): Promise<(string | undefined)[]> {
  const lines: (string | undefined)[] = [];
  for await (const { number, text } of readLines(Readable.from(chunks), limit)) {
    lines.push(text);
    expect(number).toBe(lines.length);
  }
  return lines;
}

describe('lines', () => {
  it('are the same however the bytes are cut, inside a character too', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'binary' }).filter((text) => !/[\r\n\ud800-\udfff]/.test(text))),
        fc.nat(7),
        async (texts, cut) => {
          const bytes = new TextEncoder().encode(texts.map((text) => `${text}\n`).join(''));
          const chunks: Uint8Array[] = [];
          for (let at = 0; at < bytes.length; at += cut + 1) chunks.push(bytes.subarray(at, at + cut + 1));
          const plain = texts.map((text, index) => (index === 0 ? text.replace(/^\ufeff/, '') : text));
          expect(await linesOf(chunks)).toEqual(plain);
        },
      ),
    );
  });

  it('count a last one without a line end, and drop carriage returns', async () => {
    expect(await linesOf([Buffer.from('a\r\nb\n\nc')])).toEqual(['a', 'b', '', 'c']);
  });

  it('longer than the limit are named, not kept, and the next is read', async () => {
    expect(await linesOf([Buffer.from('12345'), Buffer.from('6789\nok\n')], 6)).toEqual([undefined, 'ok']);
  });
});
