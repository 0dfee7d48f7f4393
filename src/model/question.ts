/** What is asked of a language model, and what must come back. */
export interface ModelQuestion<T> {
  readonly system: string;
  readonly user: string;
  readonly shape: AnswerShape<T>;
  readonly maxTokens: number;
}

export interface AnswerShape<T> {
  /** Names the schema on the wire: letters and underscores. */
  readonly name: string;
  /** JSON Schema in the strict form: every object closed, every property required. */
  readonly schema: Readonly<Record<string, unknown>>;
  /** The one judge of an answer, whatever the endpoint promised. Throws an `Error` that says what is wrong. */
  readonly read: (answer: unknown) => T;
}

export interface ModelUsage {
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** As the provider states it, else by the price table; absent where neither tells. */
  readonly costUsd?: number;
}

export interface ModelAnswer<T> {
  readonly value: T;
  /** As the endpoint names it, printable. */
  readonly model: string;
  readonly latencyMs: number;
  readonly usage: ModelUsage;
}

export interface ModelClient {
  /** One deadline covers every attempt. Rejects with `ModelError`. */
  readonly ask: <T>(
    question: ModelQuestion<T>,
    options: {
      readonly timeoutMs: number;
      readonly signal?: AbortSignal;
      /** Before each HTTP request: until it is known what an endpoint takes, one question may need several. What it throws ends the question. */
      readonly onRequest?: () => void;
    },
  ) => Promise<ModelAnswer<T>>;
}
