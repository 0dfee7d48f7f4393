// The simulated coins: sizes and prices of the order the market had in autumn 2026. Nothing here is a quotation.
export interface DemoAsset {
  readonly name: string;
  /** USD per coin when the demo starts. */
  readonly price: number;
  /** Over all exchanges. */
  readonly openInterestUsd: number;
  readonly volume24hUsd: number;
  /** How far it moves when Bitcoin moves by one. */
  readonly beta: number;
  /** Its own restlessness, Bitcoin's being 1. */
  readonly restlessness: number;
  /** Standard deviation of what one exchange's funding differs from another's, fraction per 8 h. */
  readonly fundingSpread: number;
}

const BILLION = 1e9;

function asset(
  name: string,
  price: number,
  openInterestBillions: number,
  volumeBillions: number,
  beta: number,
  restlessness: number,
  fundingSpread: number,
): DemoAsset {
  return {
    name,
    price,
    openInterestUsd: openInterestBillions * BILLION,
    volume24hUsd: volumeBillions * BILLION,
    beta,
    restlessness,
    fundingSpread,
  };
}

export const demoAssets: readonly DemoAsset[] = [
  asset('BTC', 82_400, 31, 58, 1, 0.4, 0.000005),
  asset('ETH', 2_610, 17, 34, 1.25, 0.7, 0.000005),
  asset('SOL', 110.4, 5.6, 11, 1.5, 1, 0.000012),
  asset('XRP', 1.62, 3.4, 6.2, 1.3, 1, 0.00001),
  asset('DOGE', 0.1284, 1.9, 3.1, 1.6, 1.2, 0.000012),
  asset('BNB', 742, 1.3, 1.6, 0.9, 0.6, 0.000008),
  asset('HYPE', 41.2, 1.7, 2.4, 1.7, 1.8, 0.000035),
  asset('SUI', 1.094, 0.92, 1.7, 1.8, 1.5, 0.000022),
  asset('ADA', 0.412, 0.81, 1.1, 1.5, 1.1, 0.00001),
  asset('PEPE', 0.00000562, 0.54, 1.3, 2, 2, 0.000025),
  asset('LINK', 12.65, 0.62, 0.78, 1.5, 1.2, 0.00001),
  asset('AVAX', 14.82, 0.48, 0.6, 1.6, 1.2, 0.000012),
  asset('LTC', 71.3, 0.44, 0.52, 1.2, 0.9, 0.000009),
  asset('BCH', 486, 0.4, 0.41, 1.1, 1, 0.00001),
  asset('ENA', 0.312, 0.47, 0.88, 2, 2, 0.00004),
  asset('AAVE', 168.2, 0.31, 0.45, 1.6, 1.4, 0.000014),
  asset('NEAR', 1.824, 0.29, 0.38, 1.7, 1.4, 0.000014),
  asset('TRUMP', 4.93, 0.33, 0.46, 1.6, 1.9, 0.00005),
  asset('FARTCOIN', 0.364, 0.42, 0.71, 2.3, 3, 0.00006),
  asset('WIF', 0.421, 0.24, 0.39, 2.2, 2.4, 0.00003),
  asset('SHIB', 0.00000883, 0.22, 0.24, 1.6, 1.2, 0.000014),
  asset('ARB', 0.2131, 0.23, 0.27, 1.8, 1.5, 0.00002),
  asset('OP', 0.3442, 0.16, 0.2, 1.8, 1.6, 0.000016),
  asset('TIA', 0.782, 0.13, 0.17, 2, 2.1, 0.000045),
];
