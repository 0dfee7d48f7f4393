// Keeps a key out of every text that somebody may read: providers do quote it back.

const SHOWN = '[key]';
/** So many characters of the key in a row are taken for a part of it. */
const FRAGMENT = 8;
/** What looks like a key, though it be another's, or is one already masked in part ("sk-ab****yz"). */
const LOOKS_LIKE_KEY = /\b(?:sk|gsk|pk|rk|hs)[-_][\w*.…-]{5,}[\w*…-]|[\w-]*\*{3,}[\w-]*/g;

export function withoutKey(text: string, key = ''): string {
  return hideFragments(text, key).replace(LOOKS_LIKE_KEY, SHOWN);
}

function hideFragments(text: string, key: string): string {
  const length = Math.min(FRAGMENT, key.length);
  if (length === 0) return text;
  const secret = key.toLowerCase();
  const lower = text.toLowerCase();
  let shown = '';
  let at = 0;
  while (at < text.length) {
    let end = at;
    while (end + length <= text.length && secret.includes(lower.slice(end, end + length))) end += 1;
    if (end === at) {
      shown += text[at];
      at += 1;
    } else {
      shown += SHOWN;
      at = end - 1 + length;
    }
  }
  return shown;
}
