import { exchangeIds } from '../../src/domain/instrument.js';
import { adapters } from '../../src/exchanges/registry.js';
import { defaultSettings, settingHelp, settingKeys } from '../../src/settings.js';
import { commands } from '../../src/ui/commands.js';
import { keyTable } from '../../src/ui/key-words.js';

function exchangeTable(): string {
  const rows = exchangeIds.map((id) => {
    const { name, intervalSource, coverage } = adapters[id];
    return `| ${name} (\`${id}\`) | ${intervalSource} | ${coverage.liquidations} | ${coverage.note} |`;
  });
  return ['| exchange | funding interval from | liquidations | known gaps |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function settingTable(): string {
  const rows = settingKeys
    .filter((key) => !key.startsWith('keys.'))
    .map((key) => {
      const value = defaultSettings[key];
      const shown = Array.isArray(value) ? value.join(',') : String(value);
      return `| \`${key}\` | ${shown === '' ? '' : `\`${shown}\``} | ${settingHelp[key]} |`;
    });
  const keys =
    '| `keys.<action>` | | the keys of an action, such as `fundmon config set keys.find f,Ctrl-F`; `fundmon config` lists the actions |';
  return ['| setting | default | |', '| --- | --- | --- |', ...rows, keys].join('\n');
}

function commandTable(): string {
  const rows = commands.map(({ name, argument, help }) => {
    const typed = argument === '' ? `:${name}` : `:${name} ${argument.replaceAll('|', '\\|')}`;
    return `| \`${typed}\` | ${help} |`;
  });
  return ['| Typed | What it does |', '| --- | --- |', ...rows].join('\n');
}

const tables: Readonly<Record<string, () => string>> = {
  keys: keyTable,
  typed: commandTable,
  exchanges: exchangeTable,
  settings: settingTable,
};

/** The README with its tables as the program's data says. */
export function withTables(readme: string): string {
  return readme.replace(
    /(<!-- (\w+): [^>]*-->\n)[\s\S]*?(<!-- \/\2 -->)/g,
    (whole, open: string, name: string, close: string) => {
      const table = tables[name];
      return table ? `${open}${table()}\n${close}` : whole;
    },
  );
}
