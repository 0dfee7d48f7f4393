import { type CommandName, commands, type FlagName, flags } from './args.js';

const FLAG_COLUMN = 34;

function flagLine(name: FlagName): string {
  const flag: { value?: string; short?: string; help: string } = flags[name];
  const left = `  ${flag.short ? `-${flag.short}, ` : ''}--${name}${flag.value ? ` ${flag.value}` : ''}`;
  return `${left.padEnd(FLAG_COLUMN)}  ${flag.help}`;
}

/** The help of the whole program, or of one command; from the same tables the arguments are read by. */
export function usage(command: CommandName): string {
  if (command !== 'monitor') {
    const spec = commands[command];
    const head = `Usage: fundmon ${command} [flags]${spec.arguments ? ` ${spec.arguments}` : ''}\n\n${spec.help}\n`;
    return `${head}\nFlags:\n${[...spec.flags, 'help' as const].map(flagLine).join('\n')}\n`;
  }
  const names = Object.entries(commands).map(([name, spec]) => {
    const left = name === 'monitor' ? '  fundmon' : `  fundmon ${name}${spec.arguments ? ` ${spec.arguments}` : ''}`;
    return `${left.padEnd(FLAG_COLUMN + 18)}  ${spec.help}`;
  });
  const own: readonly FlagName[] = [...commands.monitor.flags, 'help', 'version'];
  return [
    'fundmon: live funding and liquidations of crypto perpetuals, in one terminal screen.',
    '',
    'Usage: fundmon [command] [flags]',
    '',
    'Commands:',
    ...names,
    '',
    'Flags:',
    ...own.map(flagLine),
    '',
    'fundmon COMMAND --help shows the flags of a command.',
    '',
  ].join('\n');
}
