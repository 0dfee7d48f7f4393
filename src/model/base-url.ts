/** What is wrong with it as the base URL of an endpoint; `undefined` where nothing is. */
export function faultOfBaseUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return 'an http or https address';
  const { protocol, username, password, search, hash } = new URL(text);
  if (protocol !== 'https:' && protocol !== 'http:') return 'an http or https address';
  // They would be shown where addresses are, and keys hide there.
  if (username !== '' || password !== '' || search !== '' || hash !== '') return 'an address without user, password and query';
  return undefined;
}
