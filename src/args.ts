import { parseArgs } from 'node:util';
import { UsageError } from './domain/errors.js';

/** `value` is how the help names what the flag takes; a flag without one is a switch. */
interface Flag {
  readonly value?: string;
  readonly isMultiple?: boolean;
  readonly short?: string;
  readonly help: string;
}

export const flags = {
  exchanges: { value: 'a,b', help: 'only these exchanges' },
  assets: { value: 'BTC,ETH', help: 'only these assets' },
  'min-notional': { value: 'USD', help: 'leave out liquidations below this' },
  demo: { help: 'a built-in simulated market, no network' },
  seed: { value: 'N', help: 'the demo market to simulate' },
  json: { help: 'JSON on stdout; errors as JSON on stderr' },
  csv: { help: 'CSV on stdout' },
  timeout: { value: 'SECONDS', help: 'wait at most so long (default 15)' },
  exchange: { value: 'ID', help: 'whose frames these are' },
  instruments: { value: 'FILE', isMultiple: true, help: "the exchange's own REST answer listing its instruments; repeatable" },
  'config-dir': { value: 'DIR', help: 'keep the settings in this folder' },
  endpoint: {
    value: 'EXCHANGE=WS_URL',
    isMultiple: true,
    help: 'another WebSocket address (mirror, proxy, test server); repeatable',
  },
  'rest-endpoint': { value: 'EXCHANGE=HTTP_URL', isMultiple: true, help: 'another REST address; repeatable' },
  'no-llm': { help: 'no language model: severity by rules only' },
  help: { short: 'h', help: 'this help' },
  version: { short: 'v', help: 'the version' },
} as const satisfies Record<string, Flag>;

export type FlagName = keyof typeof flags;

const liveFlags = ['exchanges', 'assets', 'min-notional', 'config-dir', 'endpoint', 'rest-endpoint', 'no-llm'] as const;
const demoFlags = ['demo', 'seed'] as const;

interface Command {
  readonly arguments: string;
  readonly help: string;
  readonly flags: readonly FlagName[];
  readonly maxArguments: number;
}

export const commands = {
  monitor: {
    arguments: '',
    help: 'the live monitor (no command is needed)',
    flags: [...liveFlags, ...demoFlags],
    maxArguments: 0,
  },
  snapshot: {
    arguments: '',
    help: 'wait for every exchange, print the funding table once',
    flags: ['json', 'csv', 'timeout', ...liveFlags, ...demoFlags],
    maxArguments: 0,
  },
  stream: {
    arguments: '',
    help: 'records as NDJSON on stdout until stopped',
    flags: ['json', ...liveFlags, ...demoFlags],
    maxArguments: 0,
  },
  decode: {
    arguments: '[FILE|-]',
    help: 'raw frames, one JSON object a line, to records',
    flags: ['exchange', 'instruments', 'json'],
    maxArguments: 1,
  },
  config: {
    arguments: '[path|get KEY|set KEY VALUE|unset KEY]',
    help: 'the settings',
    flags: ['json', 'config-dir'],
    maxArguments: 3,
  },
} as const satisfies Record<string, Command>;

export type CommandName = keyof typeof commands;

type FlagValue<F> = F extends { isMultiple: true } ? readonly string[] : F extends { value: string } ? string : true;
export type Flags = { readonly [N in FlagName]?: FlagValue<(typeof flags)[N]> };

export interface Arguments {
  readonly command: CommandName;
  readonly flags: Flags;
  readonly rest: readonly string[];
}

const options = Object.fromEntries(
  Object.entries(flags).map(([name, flag]: [string, Flag]) => [
    name,
    {
      type: flag.value === undefined ? ('boolean' as const) : ('string' as const),
      ...(flag.isMultiple ? { multiple: true } : {}),
      ...(flag.short ? { short: flag.short } : {}),
    },
  ]),
);

/** Throws `UsageError` that names the flag and what it takes. */
export function parseArguments(argv: readonly string[]): Arguments {
  const parsed = readTokens(argv);
  const [word, ...rest] = parsed.positionals;
  const command = word === undefined ? 'monitor' : commandNamed(word);
  const spec: Command = commands[command];
  const allowed: readonly string[] = [...spec.flags, 'help', 'version'];
  for (const name of Object.keys(parsed.values)) {
    if (!allowed.includes(name)) throw new UsageError(`--${name} does not belong to ${describe(command)}`, hintFor(command));
  }
  if (rest.length > spec.maxArguments) {
    throw new UsageError(`${describe(command)} does not take '${rest[spec.maxArguments]}'`, hintFor(command));
  }
  return { command, flags: parsed.values as Flags, rest };
}

function readTokens(argv: readonly string[]): ReturnType<typeof parseArgs> {
  try {
    return parseArgs({ args: [...argv], options, strict: true, allowPositionals: true });
  } catch (error) {
    throw asUsageError(argv, error);
  }
}

function asUsageError(argv: readonly string[], cause: unknown): UsageError {
  const message = cause instanceof Error ? cause.message : String(cause);
  const name = /'(?:-\w, )?--?([\w-]+)/.exec(message)?.[1] ?? '';
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    const near = nearest(name, Object.keys(flags));
    return new UsageError(`unknown flag --${name}`, {
      cause,
      hint: near ? `did you mean --${near}?` : 'fundmon --help lists the flags',
    });
  }
  const flag: Flag | undefined = Object.hasOwn(flags, name) ? flags[name as FlagName] : undefined;
  if (flag) {
    const takes = flag.value === undefined ? 'takes no value' : `takes ${flag.value}`;
    return new UsageError(`--${name} ${takes}`, { cause, hint: flag.help });
  }
  return new UsageError(`cannot read the arguments: ${argv.join(' ')}`, { cause, hint: 'fundmon --help shows the usage' });
}

function commandNamed(word: string): CommandName {
  if (Object.hasOwn(commands, word)) return word as CommandName;
  const near = nearest(word, Object.keys(commands));
  throw new UsageError(`unknown command '${word}'`, {
    hint: near ? `did you mean ${near}?` : 'fundmon --help lists the commands',
  });
}

function describe(command: CommandName): string {
  return command === 'monitor' ? 'the monitor' : `fundmon ${command}`;
}

function hintFor(command: CommandName): { hint: string } {
  return { hint: `fundmon ${command === 'monitor' ? '' : `${command} `}--help shows its flags` };
}

/** The closest name within two edits. */
function nearest(word: string, names: readonly string[]): string | undefined {
  const scored = names.map((name) => ({ name, distance: editDistance(word, name) })).sort((a, b) => a.distance - b.distance);
  const best = scored[0];
  return best && best.distance <= 2 ? best.name : undefined;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
}
