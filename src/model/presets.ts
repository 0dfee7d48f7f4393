// Providers of OpenAI-compatible chat completions, known by name.

export const providers = ['holysheep', 'openai', 'deepseek', 'openrouter', 'groq', 'ollama', 'custom'] as const;
export type Provider = (typeof providers)[number];

export interface Preset {
  readonly baseUrl: string;
  /** Asked where nobody named another: cheap, quick, and made for short structured answers. */
  readonly model: string;
  /** Where its users keep its key; absent where none is needed. */
  readonly keyVariable?: string;
  /** Sent along with every question; what the endpoint objects to by name is left out from then on. */
  readonly tuning?: Readonly<Record<string, unknown>>;
  /** As `tuning`, but never left out. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

// Addresses and models as each provider's documentation had them in November 2026.
export const presets: Readonly<Record<Exclude<Provider, 'custom'>, Preset>> = {
  holysheep: { baseUrl: 'https://api.holysheep.ai/v1', model: 'deepseek-v3.2', keyVariable: 'HOLYSHEEP_API_KEY' },
  openai: { baseUrl: 'https://api.openai.com/v1', model: 'gpt-5.4-mini', keyVariable: 'OPENAI_API_KEY' },
  deepseek: {
    baseUrl: 'https://api.deepseek.com/v1',
    model: 'deepseek-v4-flash',
    keyVariable: 'DEEPSEEK_API_KEY',
    // Its default is to think first, which eats the answer's tokens: https://api-docs.deepseek.com/guides/thinking_mode
    tuning: { thinking: { type: 'disabled' } },
  },
  openrouter: {
    baseUrl: 'https://openrouter.ai/api/v1',
    model: 'openai/gpt-5.4-mini',
    keyVariable: 'OPENROUTER_API_KEY',
    // Else it may route to a host that drops response_format without a word.
    extra: { provider: { require_parameters: true } },
  },
  groq: {
    baseUrl: 'https://api.groq.com/openai/v1',
    // One of the few it serves with strict schemas: https://console.groq.com/docs/structured-outputs
    model: 'openai/gpt-oss-20b',
    keyVariable: 'GROQ_API_KEY',
    tuning: { reasoning_effort: 'low' },
  },
  ollama: { baseUrl: 'http://127.0.0.1:11434/v1', model: 'gemma3:4b' },
};
