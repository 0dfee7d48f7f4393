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
    [['-x'], 'unknown flag -x | fundmon --help lists the flags'],
    [['stream', '--__proto__'], 'unknown flag --__proto__ | fundmon --help lists the flags'],
    [['config', 'set', 'minNotionalUsd', '-5'], 'unknown flag -5 | write -- before a value that starts with a dash'],
    [['snapsho'], "unknown command 'snapsho' | did you mean snapshot?"],
    [['constructor'], "unknown command 'constructor' | fundmon --help lists the commands"],
    [[''], "unknown command '' | fundmon --help lists the commands"],
    [['snapshot', '--timeout'], '--timeout takes SECONDS, found nothing | wait at most so long (default 15)'],
    [['snapshot', '--timeout', '-1'], "--timeout takes SECONDS, found '-1' | wait at most so long (default 15)"],
    [['stream', '--exchanges='], "--exchanges takes a,b, found '' | only these exchanges"],
    [['snapshot', '--config-dir', ''], "--config-dir takes DIR, found '' | keep the settings in this folder"],
    [['snapshot', '--json=yes'], '--json takes no value | JSON on stdout; errors as JSON on stderr'],
    [['stream', '--assets', 'BTC', '--assets', 'ETH'], "--assets takes one BTC,ETH, found 'BTC' and 'ETH' | leave one out"],
    [['stream', '--csv'], '--csv does not belong to fundmon stream | fundmon stream --help shows its flags'],
    [['stream', 'now'], "fundmon stream does not take 'now' | fundmon stream --help shows its flags"],
    [['stream', '--', '--demo'], "fundmon stream does not take '--demo' | fundmon stream --help shows its flags"],
    [['decode', 'a', 'b'], "fundmon decode does not take 'b' | fundmon decode --help shows its flags"],
  ])('refuses %j by naming it', (argv, expected) => {
    expect(refusal(...argv)).toBe(expected);
  });

  it('takes the same flag twice when both say the same', () => {
    const argv = ['stream', '--demo', '--demo', '--assets', 'BTC', '--assets', 'BTC'];
    expect(parseArguments(argv).flags).toEqual({ demo: true, assets: 'BTC' });
  });

  it('gives help and version to whoever asks, whatever else is wrong', () => {
    expect(parseArguments(['stream', '--csv', 'x', '--help'])).toMatchObject({ command: 'stream', flags: { help: true } });
    expect(parseArguments(['decode', '--version'])).toMatchObject({ flags: { version: true } });
    expect(parseArguments(['-hv'])).toMatchObject({ flags: { help: true, version: true } });
  });

  it('reads what follows -- as it is', () => {
    expect(parseArguments(['config', 'set', 'asset', '--', '-5'])).toMatchObject({ rest: ['set', 'asset', '-5'] });
  });

  it('lists every command in the help and no other', () => {
    const listed = usage('monitor').match(/^ {2}fundmon(?: (\w+))?/gm) ?? [];
    const names = listed.map((line) => line.trim().replace(/^fundmon ?/, '') || 'monitor');
    expect(names).toEqual(Object.keys(commands));
  });
});
