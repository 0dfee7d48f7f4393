import { describe, expect, it } from 'vitest';
import { commands, parseArguments } from '../src/args.js';
import { UsageError } from '../src/domain/errors.js';
import { usage } from '../src/usage.js';

function refusal(...argv: string[]): string {
  try {
    parseArguments(argv);
  } catch (error) {
    if (error instanceof UsageError) return `${error.message} | ${error.hint ?? ''}`;
    throw error;
  }
  return 'accepted';
}

describe('arguments', () => {
  it('opens the monitor when no command is named', () => {
    expect(parseArguments(['--demo'])).toMatchObject({ command: 'monitor', flags: { demo: true }, rest: [] });
  });

  it('reads flags before and after the command', () => {
    expect(parseArguments(['--exchanges', 'okx', 'stream', '--assets=BTC,ETH'])).toMatchObject({
      command: 'stream',
      flags: { exchanges: 'okx', assets: 'BTC,ETH' },
    });
  });

  it('collects a repeatable flag', () => {
    const { flags } = parseArguments(['decode', '--exchange', 'binance', '--instruments', 'a', '--instruments', 'b', '-']);
    expect(flags.instruments).toEqual(['a', 'b']);
  });

  it.each([
    [['--jsn'], 'unknown flag --jsn | did you mean --json?'],
    [['--wholly-unknown'], 'unknown flag --wholly-unknown | fundmon --help lists the flags'],
    [['snapsho'], "unknown command 'snapsho' | did you mean snapshot?"],
    [['snapshot', '--timeout'], '--timeout takes SECONDS | wait at most so long (default 15)'],
    [['snapshot', '--json=yes'], '--json takes no value | JSON on stdout; errors as JSON on stderr'],
    [['stream', '--csv'], '--csv does not belong to fundmon stream | fundmon stream --help shows its flags'],
    [['stream', 'now'], "fundmon stream does not take 'now' | fundmon stream --help shows its flags"],
    [['decode', 'a', 'b'], "fundmon decode does not take 'b' | fundmon decode --help shows its flags"],
  ])('refuses %j by naming it', (argv, expected) => {
    expect(refusal(...argv)).toBe(expected);
  });

  it('lists every command in the help and no other', () => {
    const listed = usage('monitor').match(/^ {2}fundmon(?: (\w+))?/gm) ?? [];
    const names = listed.map((line) => line.trim().replace(/^fundmon ?/, '') || 'monitor');
    expect(names).toEqual(Object.keys(commands));
  });
});
