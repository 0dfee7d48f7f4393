// What can fill the screen: the dashboard, or one panel at full length with what belongs to it. Numbered as their keys are.

export const viewIds = ['dashboard', 'board', 'liquidations', 'arbitrage', 'bursts', 'feeds', 'alerts'] as const;
export type ViewId = (typeof viewIds)[number];

export function viewNumber(view: ViewId): number {
  return viewIds.indexOf(view) + 1;
}
