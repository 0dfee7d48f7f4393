import { type Arguments, type CommandName, parseArguments } from './args.js';
import { diagnose } from './commands/diagnostics.js';
import { print } from './commands/output.js';
import { FundmonError, UsageError } from './domain/errors.js';
import { printable } from './domain/text.js';
import { usage } from './usage.js';

const STACK_LINE_LIMIT = 1000;
const untilStopped: ReadonlySet<CommandName> = new Set(['monitor', 'stream']);

/** Runs one command; resolves to its exit status. Loaded only when needed: `stream` never pays for the screen. */
async function run({ command, flags, rest }: Arguments): Promise<number> {
  switch (command) {
    case 'monitor':
      return (await import('./commands/monitor.js')).monitor(flags);
    case 'snapshot':
      return (await import('./commands/snapshot.js')).snapshot(flags);
    case 'arb':
      return (await import('./commands/arb.js')).arb(flags);
    case 'query':
      return (await import('./commands/query.js')).query(flags, rest);
    case 'ask':
      return (await import('./commands/ask.js')).ask(flags, rest);
    case 'analyze':
      return (await import('./commands/analyze.js')).analyze(flags, rest);
    case 'stream':
      return (await import('./commands/stream.js')).stream(flags);
    case 'decode':
      return (await import('./commands/decode.js')).decode(flags, rest);
    case 'doctor':
      return (await import('./commands/doctor.js')).doctor(flags);
    case 'alerts':
      return (await import('./commands/alerts.js')).alerts(flags, rest);
    case 'status':
      return (await import('./commands/status.js')).status(flags);
    case 'config':
      return (await import('./commands/config.js')).config(flags, rest);
    default:
      return command satisfies never;
  }
}

/** What does not fit into a list of flags. */
async function moreHelp(command: CommandName): Promise<string> {
  return command === 'query' ? `\n${(await import('./query/help.js')).grammarHelp()}` : '';
}

function report(error: unknown, isJson: boolean): number {
  if (error instanceof FundmonError) {
    diagnose(isJson, error.message, error.hint === undefined ? {} : { hint: error.hint });
    return error instanceof UsageError ? 2 : 1;
  }
  // A bug: the truth, whole; but it may quote what an exchange sent.
  const truth = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const lines = truth.split('\n').map((line) => printable(line, STACK_LINE_LIMIT));
  process.stderr.write(isJson ? `${JSON.stringify({ error: lines.join('\n') })}\n` : `${lines.join('\n')}\n`);
  return 1;
}

/** A signal ends a command that was not asked to run until stopped: with the shell's status for it. */
function exitOnSignals(): void {
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
}

export async function main(argv: readonly string[]): Promise<void> {
  // Shown by ps and as the tmux window's name; also takes the arguments out of the process list.
  process.title = 'fundmon';
  const isJson = argv.some((word) => word === '--json' || word.startsWith('--json='));
  // Diagnostics that nobody reads any more (`2>&1 | head`) or that find no room are no reason to stop.
  process.stderr.on('error', () => undefined);
  try {
    const args = parseArguments(argv);
    if (args.flags.help) await print(usage(args.command) + (await moreHelp(args.command)));
    else if (args.flags.version) await print(`${__VERSION__}\n`);
    else {
      if (!untilStopped.has(args.command)) exitOnSignals();
      process.exitCode = await run(args);
    }
  } catch (error) {
    process.exitCode = report(error, isJson);
  }
}
