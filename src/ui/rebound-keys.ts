// The keymap as a reader's settings have it. Esc, Ctrl-C and the second keys of an action where one types stay as they are.
import { UsageError } from '../domain/errors.js';
import { keyName } from './key-words.js';
import { type Binding, bindings, type KeyAction } from './keymap.js';
import type { Mode } from './view-state.js';

/** Esc always backs out. */
const FIXED = 'back';
export type ReboundAction = Exclude<KeyAction, typeof FIXED>;
export type ChosenKeys = Readonly<Partial<Record<ReboundAction, readonly string[]>>>;

const typingModes: readonly Mode[] = ['finder', 'command'];
const LETTER_OR_DIGIT = /^[\p{L}\p{N}]$/u;

function isRebound(action: KeyAction): action is ReboundAction {
  return action !== FIXED;
}

/** Each with its help and its keys, in the order of the table. */
export const reboundActions = new Map<ReboundAction, Binding>();
for (const binding of bindings) {
  if (isRebound(binding.action) && !reboundActions.has(binding.action)) reboundActions.set(binding.action, binding);
}

/** Throws `UsageError` where one key would mean two things, or nothing could be typed any more. */
export function reboundBindings(chosen: ChosenKeys): readonly Binding[] {
  const table = bindings.map((binding): Binding => {
    const { action } = binding;
    if (!isRebound(action)) return { ...binding, keys: binding.keys.flatMap((key) => openersOf(key, chosen)) };
    if (reboundActions.get(action) !== binding) return binding;
    return { ...binding, keys: chosen[action] ?? binding.keys };
  });
  for (const binding of table) rejectTyped(binding);
  rejectConflicts(table, chosen);
  return table;
}

/** An overlay also closes with the key that opens it: the same key as chosen. */
function openersOf(key: string, chosen: ChosenKeys): readonly string[] {
  const opener = [...reboundActions].find(([, { modes, keys }]) => modes.includes('main') && keys.includes(key))?.[0];
  return (opener === undefined ? undefined : chosen[opener]) ?? [key];
}

function rejectTyped({ action, keys, modes }: Binding): void {
  const typed = keys.find((key) => LETTER_OR_DIGIT.test(key) || (key === 'space' && modes.includes('command')));
  if (typed === undefined || !modes.some((mode) => typingModes.includes(mode))) return;
  throw new UsageError(`keys.${action}: '${keyName(typed)}' is typed in the finder and on the command line`, {
    hint: 'take a key such as Ctrl-T or F with Ctrl',
  });
}

/** Whose keys are not the usual ones: of two actions in conflict, the one to be named. */
function isChosen({ action }: Binding, chosen: ChosenKeys): boolean {
  if (!isRebound(action)) return false;
  const usual = reboundActions.get(action)?.keys ?? [];
  const keys = chosen[action] ?? usual;
  return keys.length !== usual.length || keys.some((key, at) => key !== usual[at]);
}

function rejectConflicts(table: readonly Binding[], chosen: ChosenKeys): void {
  table.forEach((one, at) => {
    for (const other of table.slice(at + 1)) {
      const isShared = one.modes.some((mode) => other.modes.includes(mode)) && meet(one.panels, other.panels);
      const key = isShared ? one.keys.find((candidate) => other.keys.includes(candidate)) : undefined;
      if (key === undefined) continue;
      throw new UsageError(`the key '${keyName(key)}' is bound to both ${one.action} and ${other.action}`, {
        hint: `give it another: fundmon config set keys.${(isChosen(other, chosen) ? other : one).action} KEYS`,
      });
    }
  });
}

/** Both can be meant at once; absent: on every panel. */
function meet(panels: Binding['panels'], others: Binding['panels']): boolean {
  return panels === undefined || others === undefined || panels.some((panel) => others.includes(panel));
}
