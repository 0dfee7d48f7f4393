import { printable } from '../domain/text.js';

const LINE_LIMIT = 500;

/** One line on stderr, harmless for a terminal: text for people, an object for programs (`--json`). */
export function diagnose(isJson: boolean, error: string, more: { readonly hint?: string; readonly line?: number } = {}): void {
  process.stderr.write(isJson ? jsonLine(error, more) : textLine(error, more));
}

function jsonLine(error: string, { hint, line }: { readonly hint?: string; readonly line?: number }): string {
  const report = {
    error: printable(error, LINE_LIMIT),
    ...(hint === undefined ? {} : { hint: printable(hint, LINE_LIMIT) }),
    ...(line === undefined ? {} : { line }),
  };
  return `${JSON.stringify(report)}\n`;
}

function textLine(error: string, { hint, line }: { readonly hint?: string; readonly line?: number }): string {
  const head = line === undefined ? 'fundmon' : `line ${line}`;
  return `${head}: ${printable(error, LINE_LIMIT)}${hint ? ` (${printable(hint, LINE_LIMIT)})` : ''}\n`;
}
