// npm run eval:severity: how well the rules, and a language model beside them, judge the labelled set.
import { diagnose } from '../../src/commands/diagnostics.js';
import { untilStopped } from '../../src/commands/stop-signal.js';
import { FundmonError, UsageError } from '../../src/domain/errors.js';
import { printable } from '../../src/domain/text.js';
import { measure } from './measure.js';
import { readOptions, USAGE } from './options.js';
import { textOf } from './report.js';

const STOPPED_STATUS = 130;
const LINE_LIMIT = 300;

/** One line on stderr whenever something changes. */
function progress(): (line: string) => void {
  let last = '';
  return (line) => {
    if (line !== last) process.stderr.write(`${printable(line, LINE_LIMIT)}\n`);
    last = line;
  };
}

/** The exit status: 1 where the model did not answer for all, 130 where that was by wish. */
export async function main(args: readonly string[]): Promise<number> {
  const stopped = untilStopped();
  const giveUp = new AbortController();
  void stopped.promise.then(() => giveUp.abort());
  try {
    const options = readOptions(args);
    if (!options) {
      process.stdout.write(USAGE);
      return 0;
    }
    const report = await measure(options, { signal: giveUp.signal, onProgress: progress() });
    process.stdout.write(options.isJson ? `${JSON.stringify(report)}\n` : textOf(report));
    if (giveUp.signal.aborted) return STOPPED_STATUS;
    return report.endedBy === undefined ? 0 : 1;
  } catch (error) {
    if (!(error instanceof FundmonError)) throw error;
    diagnose(args.includes('--json'), error.message, error.hint === undefined ? {} : { hint: error.hint });
    if (giveUp.signal.aborted) return STOPPED_STATUS;
    return error instanceof UsageError ? 2 : 1;
  } finally {
    stopped.now();
  }
}
