/** The HTTP call, handed in: one POST, the answer whatever its status, no redirect followed, the body within a size. */
export type Post = (
  request: { readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly body: string },
  signal: AbortSignal,
) => Promise<PostAnswer>;

export interface PostAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

export function headerOf({ headers }: PostAnswer, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'object' ? value[0] : value;
}
