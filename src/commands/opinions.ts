// `a` of the screen: a model's opinion on an asset, within the limits and the budget of everything else it is asked.
import type { FeatureSource } from '../analysis/features.js';
import { FundmonError } from '../domain/errors.js';
import type { ModelClient } from '../model/question.js';
import type { Opinions } from '../ui/opinion.js';
import { featureSource } from './feature-source.js';

export interface OpinionsOptions {
  /** Absent: there is no model to ask. */
  readonly client: ModelClient | undefined;
  /** Its name, or why there is none. */
  readonly model: string;
  readonly pastFigures: FeatureSource['pastFigures'];
}

export function createOpinions({ client, model, pastFigures }: OpinionsOptions): Opinions {
  if (client === undefined) return { model };
  const ask: Opinions['ask'] = async (asset, snapshot, signal) => {
    const [{ analyse }, { assetFeatures }] = await Promise.all([
      import('../analysis/analyse.js'),
      import('../analysis/features.js'),
    ]);
    signal.throwIfAborted();
    const features = assetFeatures(asset, featureSource(snapshot, pastFigures));
    if (features === undefined) throw new FundmonError(`no exchange tells a funding rate of ${asset}`);
    return analyse(client, [features], { time: snapshot.time, signal });
  };
  return { model, ask };
}
