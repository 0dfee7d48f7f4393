const NAME_LIMIT = 16;

/** Names of assets, symbols and exchanges are the only words a prompt quotes: capital letters and digits (others become `_`), and short. */
export function safeName(text: string): string {
  return text
    .slice(0, NAME_LIMIT)
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '_');
}
