// The real screen over a market that stands still, as a program of its own: `node still-screen.mjs THEME`.
import { exchangeIds } from '../../src/domain/instrument.js';
import { themeNames } from '../../src/ui/palettes.js';
import { runScreen } from '../../src/ui/run-screen.js';
import { createCell } from '../../src/ui/use-market.js';
import { usualAppearance } from '../../src/ui/view-state.js';
import { sampleCoverage } from './sample-snapshot.js';
import { earlierMarket, stillMarket } from './still-market.js';

const theme = themeNames.find((name) => name === process.argv[2]) ?? usualAppearance.theme;
const market = createCell(earlierMarket);
const screen = runScreen({
  market,
  stdin: process.stdin,
  stdout: process.stdout,
  writeSync: (text) => void process.stdout.write(text),
  suspend: () => undefined,
  colors: 256,
  version: '1.2.3',
  isDemo: false,
  initial: { exchanges: exchangeIds, appearance: { ...usualAppearance, theme }, watch: ['BTC', 'ETH', 'SOL'] },
  coverage: sampleCoverage,
  localZone: () => 330,
  onExchanges: () => undefined,
  onCopy: () => 'copied',
});
market.set(stillMarket);
await screen.done;
process.exit(0);
