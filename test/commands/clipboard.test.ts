import { describe, expect, it } from 'vitest';
import { copySequence } from '../../src/commands/clipboard.js';

describe('copying through the terminal', () => {
  it('sends the text in base64, UTF-8 included', () => {
    expect(copySequence('{"asset":"币"}', { isInTmux: false })).toBe('\u001b]52;c;eyJhc3NldCI6IuW4gSJ9\u001b\\');
  });

  it('inside tmux goes bare for its own buffer and wrapped for the terminal around it', () => {
    expect(copySequence('a', { isInTmux: true })).toBe(
      '\u001b]52;c;YQ==\u001b\\' + '\u001bPtmux;\u001b\u001b]52;c;YQ==\u001b\u001b\\\u001b\\',
    );
  });

  it('gives up on what a terminal would cut', () => {
    expect(copySequence('x'.repeat(3000), { isInTmux: false })?.length).toBeLessThanOrEqual(4096);
    expect(copySequence('x'.repeat(4000), { isInTmux: false })).toBeUndefined();
  });
});
