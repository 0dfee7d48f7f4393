import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readAlertJournal } from '../../src/commands/alert-journal.js';
import { type AlertSessionOptions, openAlertSession } from '../../src/commands/alert-session.js';
import { createAlertLog } from '../../src/market/alert-log.js';
import { defaultSettings } from '../../src/settings.js';
import { alert } from '../support/alerts.js';
import { START } from '../support/market-records.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fundmon-alerts-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** One alert is raised and acknowledged, and all is over; what is in the folder then. */
async function evening(options: Partial<AlertSessionOptions>, onAlert: readonly string[] = []): Promise<readonly string[]> {
  const session = await openAlertSession({
    isDemo: false,
    isAlwaysKept: true,
    configDir: folder,
    userAgent: 'fundmon/test',
    settings: { ...defaultSettings, onAlert },
    ...options,
  });
  const log = createAlertLog(10);
  log.add(alert('a'));
  session.look([alert('a')], log.publish());
  session.acknowledge('a', START);
  await session.close();
  return readdirSync(folder).sort();
}

/** A program that leaves a file. */
function leaving(name: string): readonly string[] {
  const path = join(folder, 'leave.mjs');
  writeFileSync(path, `import fs from 'node:fs'; fs.writeFileSync(${JSON.stringify(join(folder, name))}, fs.readFileSync(0));`);
  return [process.execPath, path];
}

describe('the alerts of a session', () => {
  it('are written down, and told before it ends', async () => {
    expect(await evening({}, leaving('told.json'))).toEqual(['alerts.ndjson', 'leave.mjs', 'told.json']);
    expect(readAlertJournal([folder], [])).toMatchObject([{ alert: { id: 'a' }, acknowledgedTime: START, isLost: true }]);
  });

  it('stay in a demo: its market is not real', async () => {
    expect(await evening({ isDemo: true }, leaving('told.json'))).toEqual(['leave.mjs']);
  });

  it('are kept of a stream only where somebody is told of them', async () => {
    expect(await evening({ isAlwaysKept: false })).toEqual([]);
    expect(await evening({ isAlwaysKept: false }, leaving('told.json'))).toEqual(['alerts.ndjson', 'leave.mjs', 'told.json']);
  });

  it('name the channels, those of the terminal too', async () => {
    const settings = { ...defaultSettings, onAlert: ['/bin/push'], 'notify.osc': '9', 'notify.alerts': ['feed-down'] } as const;
    const session = await openAlertSession({
      isDemo: false,
      isAlwaysKept: false,
      configDir: folder,
      userAgent: 'fundmon/test',
      settings,
    });
    expect(session.channels.getSnapshot().map(({ name, target }) => `${name}: ${target}`)).toEqual([
      'bell: CRITICAL liquidations, feed-down',
      'desktop: CRITICAL liquidations, feed-down',
      'command: push',
    ]);
    await session.close();
  });
});
