import { type Arguments, type CommandName, parseArguments } from './args.js';
import { FundmonError, UsageError } from './domain/errors.js';
import { printable } from './domain/text.js';
import { usage } from './usage.js';

const untilStopped: ReadonlySet<CommandName> = new Set(['monitor', 'stream']);

/** Runs one command; resolves to its exit status. Loaded only when needed: `stream` never pays for the screen. */
async function run({ command, flags, rest }: Arguments): Promise<number> {
  switch (command) {
    case 'monitor':
      return (await import('./commands/monitor.js')).monitor(flags);
    case 'snapshot':
      return (await import('./commands/snapshot.js')).snapshot(flags);
    case 'stream':
      return (await import('./commands/stream.js')).stream(flags);
    case 'decode':
      return (await import('./commands/decode.js')).decode(flags, rest);
    case 'config':
      return (await import('./commands/config.js')).config(flags, rest);
    default:
      return command satisfies never;
  }
}

function report(error: unknown, isJson: boolean): number {
  if (!(error instanceof FundmonError)) {
    // A bug: the truth, whole.
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return 1;
  }
  const message = printable(error.message, 500);
  const hint = error.hint === undefined ? undefined : printable(error.hint, 500);
  const line = isJson
    ? JSON.stringify({ error: message, ...(hint ? { hint } : {}) })
    : `fundmon: ${message}${hint ? ` (${hint})` : ''}`;
  process.stderr.write(`${line}\n`);
  return error instanceof UsageError ? 2 : 1;
}

/** A signal ends a command that was not asked to run until stopped: with the shell's status for it. */
function exitOnSignals(): void {
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
}

export async function main(argv: readonly string[]): Promise<void> {
  // Shown by ps and as the tmux window's name; also takes the arguments out of the process list.
  process.title = 'fundmon';
  let isJson = argv.includes('--json');
  try {
    const args = parseArguments(argv);
    isJson = args.flags.json === true;
    if (args.flags.help) process.stdout.write(usage(args.command));
    else if (args.flags.version) process.stdout.write(`${__VERSION__}\n`);
    else {
      if (!untilStopped.has(args.command)) exitOnSignals();
      process.exitCode = await run(args);
    }
  } catch (error) {
    process.exitCode = report(error, isJson);
  }
}
