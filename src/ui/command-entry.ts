// From a typed line to a command: what it means, and what it may still become.
import { printable } from '../domain/text.js';
import { type Command, type CommandContext, commands, type Deed, tell } from './commands.js';

/** The name before the first blank, and what follows it. */
function parts(line: string): { readonly word: string; readonly argument: string | undefined } {
  const [, word = '', argument] = /^\s*:?(\S*)(?:\s+([\s\S]*))?$/.exec(line) ?? [];
  return { word: word.toLowerCase(), argument };
}

/** By name, alias, or a beginning that no other command has. */
function commandNamed(word: string): Command | undefined {
  const exact = commands.find(({ name, alias }) => name === word || alias === word);
  if (exact !== undefined || word === '') return exact;
  const begun = commands.filter(({ name }) => name.startsWith(word));
  return begun.length === 1 ? begun[0] : undefined;
}

export function runCommand(line: string, context: CommandContext): readonly Deed[] {
  const { word, argument = '' } = parts(line);
  if (word === '') return [];
  const command = commandNamed(word);
  if (command !== undefined) return command.run(argument.trim(), context);
  return tell(`no command '${printable(word)}'; there is ${commands.map(({ name }) => name).join(', ')}`);
}

/** What the last word of the line may become: whole lines, in the order of the table. */
export function completions(line: string, context: CommandContext): readonly string[] {
  const { word, argument } = parts(line);
  if (argument === undefined) return commands.map(({ name }) => name).filter((name) => name.startsWith(word));
  const command = commandNamed(word);
  if (command === undefined) return [];
  const typed = /\S*$/.exec(argument)?.[0] ?? '';
  const before = line.slice(0, line.length - typed.length);
  return command
    .complete(context, argument)
    .filter((candidate) => candidate.toLowerCase().startsWith(typed.toLowerCase()))
    .map((candidate) => before + candidate);
}

function sharedStart(texts: readonly string[]): string {
  const [first = '', ...others] = texts;
  let length = first.length;
  for (const other of others) while (!other.startsWith(first.slice(0, length))) length -= 1;
  return first.slice(0, length);
}

/** The line after Tab: as far as the candidates agree, and a blank after a command's whole name. */
export function completed(line: string, context: CommandContext): string {
  const candidates = completions(line, context);
  const [only, ...others] = candidates;
  if (only === undefined) return line;
  const command = others.length === 0 ? commands.find(({ name }) => name === only) : undefined;
  if (others.length === 0) return command === undefined || command.argument === '' ? only : `${only} `;
  const shared = sharedStart(candidates);
  return shared.length > line.length ? shared : line;
}

/** What may follow, for the line under which it is typed: candidates, else what the command takes. */
export function commandHint(line: string, context: CommandContext): string {
  const { word, argument } = parts(line);
  if (argument === undefined) {
    const known = commands.filter(({ name }) => name.startsWith(word));
    const [only, ...others] = known;
    return only !== undefined && others.length === 0 ? usage(only) : known.map(({ name }) => name).join(' ');
  }
  const words = completions(line, context).map((candidate) => candidate.slice(candidate.lastIndexOf(' ') + 1));
  const command = commandNamed(word);
  return words.length > 0
    ? words.map((candidate) => printable(candidate)).join(' ')
    : command === undefined
      ? ''
      : usage(command);
}

/** `theme dark|light: the colours`. */
function usage({ name, argument, help }: Command): string {
  return `${name}${argument === '' ? '' : ` ${argument}`}: ${help}`;
}
