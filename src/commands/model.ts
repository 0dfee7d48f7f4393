// The language model the user has set up, or why there is none. What it takes to ask one is loaded only when there is one.
import type { Flags } from '../args.js';
import { systemClock } from '../feed/clock.js';
import type { NoEndpoint } from '../model/choose-endpoint.js';
import type { Provider } from '../model/presets.js';
import type { ModelClient } from '../model/question.js';
import type { Settings } from '../settings.js';

export interface OpenModel {
  readonly client: ModelClient;
  readonly provider: Provider;
  readonly model: string;
  /** Of the endpoint, as it is named to people. */
  readonly origin: string;
  /** Lets go of its connections. */
  readonly close: () => void;
}

export interface NoModel extends NoEndpoint {
  readonly client: undefined;
  /** Something is set up, and then it is worth telling what is missing. */
  readonly isWanted: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Throws `UsageError` on an address, a provider or a model's name that is none. */
export async function openModel(
  flags: Flags,
  settings: Settings,
  environment: Environment = process.env,
): Promise<OpenModel | NoModel> {
  if (flags['no-llm']) {
    return { client: undefined, isWanted: false, reason: 'switched off by --no-llm', hint: 'leave the flag out' };
  }
  if (!isSetUp(flags, settings, environment)) {
    return {
      client: undefined,
      isWanted: false,
      reason: 'no language model is set up',
      hint: 'fundmon config set llm.provider and llm.key, or --llm-url',
    };
  }
  const { chooseEndpoint } = await import('../model/choose-endpoint.js');
  const endpoint = chooseEndpoint({ flags: flagWishes(flags), environment, settings: settingWishes(settings) });
  if ('reason' in endpoint) return { client: undefined, isWanted: true, ...endpoint };
  const [{ createModelClient, MAX_REPLY_BYTES }, { createPoster }] = await Promise.all([
    import('../model/client.js'),
    import('../feed/post.js'),
  ]);
  const { post, close } = createPoster({ userAgent: `fundmon/${__VERSION__}`, maxBytes: MAX_REPLY_BYTES });
  const { provider, model, origin } = endpoint;
  return { client: createModelClient({ endpoint, post, clock: systemClock }), provider, model, origin, close };
}

/** A provider's own variable alone asks nobody: it may stand there for another program, and answers cost money. */
function isSetUp(flags: Flags, settings: Settings, environment: Environment): boolean {
  const variables = ['FUNDMON_LLM_KEY', 'FUNDMON_LLM_PROVIDER', 'FUNDMON_LLM_URL'];
  return (
    flags['llm-url'] !== undefined ||
    variables.some((name) => Boolean(environment[name]?.trim())) ||
    settings['llm.provider'] !== 'off' ||
    settings['llm.baseUrl'] !== '' ||
    settings['llm.key'] !== ''
  );
}

function flagWishes(flags: Flags): { readonly url?: string; readonly model?: string } {
  const { 'llm-url': url, 'llm-model': model } = flags;
  return { ...(url === undefined ? {} : { url }), ...(model === undefined ? {} : { model }) };
}

function settingWishes(settings: Settings) {
  const price = { inputUsd: settings['llm.pricePerMillion.input'], outputUsd: settings['llm.pricePerMillion.output'] };
  const isPriced = price.inputUsd > 0 || price.outputUsd > 0;
  return {
    provider: settings['llm.provider'],
    baseUrl: settings['llm.baseUrl'],
    model: settings['llm.model'],
    key: settings['llm.key'],
    ...(isPriced ? { price } : {}),
  };
}
