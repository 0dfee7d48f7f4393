// Copying through the terminal (OSC 52): it reaches the reader's own clipboard over SSH, where nothing else does.

const OSC = '\u001b]';
const STRING_END = '\u001b\\';
/** Terminals and multiplexers cut or drop longer ones; a record is a tenth of it. */
const MOST_BYTES = 4096;

/** tmux hands on what is wrapped so, with every ESC doubled, where `allow-passthrough` is on. */
function throughTmux(sequence: string): string {
  return `\u001bPtmux;${sequence.replaceAll('\u001b', '\u001b\u001b')}${STRING_END}`;
}

/**
 * What makes a terminal put `text` into its clipboard; `undefined` when that would be too long. Inside tmux both ways are taken:
 * bare for tmux's own buffer (`set-clipboard on`), wrapped for the terminal around it (`allow-passthrough on`).
 */
export function copySequence(text: string, { isInTmux }: { readonly isInTmux: boolean }): string | undefined {
  const encoded = Buffer.from(text).toString('base64');
  const sequence = `${OSC}52;c;${encoded}${STRING_END}`;
  if (sequence.length > MOST_BYTES) return undefined;
  return isInTmux ? sequence + throughTmux(sequence) : sequence;
}
