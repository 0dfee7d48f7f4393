import { parseArgs } from 'node:util';
import { UsageError } from './domain/errors.js';
import { exchangeIds } from './domain/instrument.js';
import { nearest } from './domain/nearest.js';

/** `value` is how the help names what the flag takes; a flag without one is a switch. */
interface Flag {
  readonly value?: string;
  readonly isMultiple?: boolean;
  readonly short?: string;
  readonly help: string;
}

export const flags = {
  exchanges: { value: 'a,b', help: 'only these exchanges' },
  assets: { value: 'BTC,ETH', help: 'funding of these assets only; liquidations stay those of the whole market' },
  'min-notional': { value: 'USD', help: 'leave out liquidations below this' },
  demo: { help: 'a built-in simulated market, no network' },
  seed: { value: 'N', help: 'the demo market to simulate' },
  json: { help: 'JSON on stdout; errors as JSON on stderr' },
  csv: { help: 'CSV on stdout' },
  timeout: { value: 'SECONDS', help: 'wait at most so long (default 15)' },
  for: { value: 'SECONDS', help: 'watch liquidations and alerts so long (default 15)' },
  threshold: { value: 'RATE', help: 'exit 3 when a pair spreads so much per 8 h (0.0001 or 0.01%) and breaks even in time' },
  exchange: { value: 'ID', help: `whose frames these are: ${exchangeIds.join(', ')}` },
  instruments: { value: 'FILE', isMultiple: true, help: "the exchange's own REST answer listing its instruments; repeatable" },
  'config-dir': { value: 'DIR', help: 'keep the settings in this folder' },
  endpoint: {
    value: 'EXCHANGE=WS_URL',
    isMultiple: true,
    help: 'another WebSocket address (mirror, proxy, test server); repeatable',
  },
  'rest-endpoint': { value: 'EXCHANGE=HTTP_URL', isMultiple: true, help: 'another REST address; repeatable' },
  quiet: { help: 'clocks by the minute, a new picture once a second at most' },
  tmux: { help: 'with # escaped, as the tmux status bar takes it' },
  'llm-url': { value: 'URL', help: 'ask the language model at this address (OpenAI-compatible, up to /v1)' },
  'llm-model': { value: 'NAME', help: 'ask this model' },
  'no-llm': { help: 'no language model: severity by rules only' },
  help: { short: 'h', help: 'this help' },
  version: { short: 'v', help: 'the version' },
} as const satisfies Record<string, Flag>;

export type FlagName = keyof typeof flags;

const liveFlags = [
  'exchanges',
  'assets',
  'min-notional',
  'config-dir',
  'endpoint',
  'rest-endpoint',
  'llm-url',
  'llm-model',
  'no-llm',
] as const;
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
    flags: [...liveFlags, ...demoFlags, 'quiet'],
    maxArguments: 0,
  },
  snapshot: {
    arguments: '',
    help: 'wait for every exchange, print the funding table once',
    flags: ['json', 'csv', 'timeout', ...liveFlags, ...demoFlags],
    maxArguments: 0,
  },
  arb: {
    arguments: '',
    help: 'of every asset the pair of exchanges that nets most, costs included, once',
    flags: ['json', 'csv', 'threshold', 'timeout', ...liveFlags, ...demoFlags],
    maxArguments: 0,
  },
  query: {
    arguments: "'EXPR'",
    help: 'funding, liquidations, arbitrage, alerts or feeds, filtered, ranked and grouped',
    flags: ['json', 'csv', 'timeout', 'for', ...liveFlags, ...demoFlags],
    maxArguments: Number.POSITIVE_INFINITY,
  },
  ask: {
    arguments: '"QUESTION"',
    help: 'a question in any language, turned by a model into such a query, shown and answered',
    flags: ['json', 'csv', 'timeout', 'for', ...liveFlags, ...demoFlags],
    maxArguments: Number.POSITIVE_INFINITY,
  },
  analyze: {
    arguments: 'ASSET…',
    help: "a model's opinion on the funding of assets, from computed figures",
    flags: ['json', 'timeout', ...liveFlags.filter((name) => name !== 'assets'), ...demoFlags],
    maxArguments: Number.POSITIVE_INFINITY,
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
  doctor: {
    arguments: '',
    help: 'check the runtime, the terminal, every exchange and the language model',
    flags: ['json', 'timeout', ...liveFlags],
    maxArguments: 0,
  },
  alerts: {
    arguments: '[test|dry-run FILE]',
    help: 'the alert log; one of each kind to every channel; how often each kind would have fired',
    flags: ['json', 'exchange', 'instruments', 'config-dir'],
    maxArguments: 2,
  },
  status: {
    arguments: '',
    help: 'one line about the monitor that runs, for the tmux status bar',
    flags: ['tmux', 'json', 'config-dir'],
    maxArguments: 0,
  },
  config: {
    arguments: '[path|get KEY|set KEY VALUE|unset KEY]',
    help: 'the settings',
    flags: ['json', 'config-dir'],
    // Its own to refuse: one too many may be part of a key.
    maxArguments: Number.POSITIVE_INFINITY,
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

/** Throws `UsageError` that names the flag, what it takes and what was found. */
export function parseArguments(argv: readonly string[]): Arguments {
  const { values, positionals, tokens } = readTokens(argv);
  const [word, ...rest] = positionals;
  const command = word === undefined ? 'monitor' : commandNamed(word);
  const flags = values as Flags;
  // Who asks for help need not have the rest right.
  if (flags.help || flags.version) return { command, flags, rest };
  rejectUnfit(tokens);
  const spec: Command = commands[command];
  const allowed: readonly string[] = spec.flags;
  for (const name of Object.keys(values)) {
    if (!allowed.includes(name)) throw new UsageError(`--${name} does not belong to ${describe(command)}`, hintFor(command));
  }
  if (rest.length > spec.maxArguments) {
    throw new UsageError(`${describe(command)} does not take '${rest[spec.maxArguments]}'`, hintFor(command));
  }
  return { command, flags, rest };
}

function readTokens(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options, strict: true, allowPositionals: true, tokens: true });
  } catch (error) {
    throw asUsageError(argv, error);
  }
}

type Tokens = ReturnType<typeof readTokens>['tokens'];

/** An empty value, or a second one for a flag that takes one: of two wishes neither is dropped without a word. */
function rejectUnfit(tokens: Tokens): void {
  const seen = new Map<string, string>();
  for (const token of tokens) {
    if (token.kind !== 'option' || token.value === undefined) continue;
    const { name, value } = token;
    const { value: takes, isMultiple, help }: Flag = flags[name as FlagName];
    if (value.trim() === '') throw new UsageError(`--${name} takes ${takes}, found ''`, { hint: help });
    const before = seen.get(name);
    if (!isMultiple && before !== undefined && before !== value) {
      throw new UsageError(`--${name} takes one ${takes}, found '${before}' and '${value}'`, { hint: 'leave one out' });
    }
    seen.set(name, value);
  }
}

function asUsageError(argv: readonly string[], cause: unknown): UsageError {
  const message = cause instanceof Error ? cause.message : String(cause);
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    const typed = /'(--?[^']*)'/.exec(message)?.[1] ?? '';
    return new UsageError(`unknown flag ${typed}`, { cause, hint: hintForUnknown(typed) });
  }
  // `'-h, --help'`, `'--timeout <value>'`: the flag as Node's parser quotes it.
  const name = /'(?:-\w, )?--([\w-]+)/.exec(message)?.[1] ?? '';
  const flag: Flag | undefined = Object.hasOwn(flags, name) ? flags[name as FlagName] : undefined;
  if (flag === undefined) {
    return new UsageError(`cannot read the arguments: ${argv.join(' ')}`, { cause, hint: 'fundmon --help shows the usage' });
  }
  if (flag.value === undefined) return new UsageError(`--${name} takes no value`, { cause, hint: flag.help });
  const next = argv[argv.indexOf(`--${name}`) + 1];
  const found = next === undefined ? 'nothing' : `'${next}'`;
  return new UsageError(`--${name} takes ${flag.value}, found ${found}`, { cause, hint: flag.help });
}

function hintForUnknown(typed: string): string {
  if (/^-\d/.test(typed)) return 'write -- before a value that starts with a dash';
  const near = nearest(typed.replace(/^--?/, ''), Object.keys(flags));
  return near ? `did you mean --${near}?` : 'fundmon --help lists the flags';
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
