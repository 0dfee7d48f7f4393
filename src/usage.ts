import { type CommandName, commands, type FlagName, flags } from './args.js';

/** Between the two columns of a list. */
const GAP = 2;

/** Lines of two columns, the first as wide as its longest text. */
function columns(pairs: readonly (readonly [left: string, right: string])[]): readonly string[] {
  const width = Math.max(...pairs.map(([left]) => left.length)) + GAP;
  return pairs.map(([left, right]) => `  ${left.padEnd(width)}${right}`);
}

function flagColumns(names: readonly FlagName[]): readonly string[] {
  return columns(
    names.map((name) => {
      const flag: { value?: string; short?: string; help: string } = flags[name];
      return [`${flag.short ? `-${flag.short}, ` : ''}--${name}${flag.value ? ` ${flag.value}` : ''}`, flag.help];
    }),
  );
}

/** The help of the whole program, or of one command; from the same tables the arguments are read by. */
export function usage(command: CommandName): string {
  if (command !== 'monitor') {
    const spec = commands[command];
    const head = `Usage: fundmon ${command} [flags]${spec.arguments ? ` ${spec.arguments}` : ''}\n\n${spec.help}\n`;
    return `${head}\nFlags:\n${flagColumns([...spec.flags, 'help']).join('\n')}\n`;
  }
  const named = Object.entries(commands).map(([name, spec]) => {
    const words = name === 'monitor' ? 'fundmon' : `fundmon ${name}`;
    return [`${words}${spec.arguments ? ` ${spec.arguments}` : ''}`, spec.help] as const;
  });
  const own: readonly FlagName[] = [...commands.monitor.flags, 'help', 'version'];
  return [
    'fundmon: live funding and liquidations of crypto perpetuals, in one terminal screen.',
    '',
    'Usage: fundmon [command] [flags]',
    '',
    'Commands:',
    ...columns(named),
    '',
    'Flags:',
    ...flagColumns(own),
    '',
    'fundmon COMMAND --help shows the flags of a command.',
    '',
  ].join('\n');
}
