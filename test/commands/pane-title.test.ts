import { describe, expect, it } from 'vitest';
import { createPaneTitle } from '../../src/commands/pane-title.js';

describe('the title of the pane', () => {
  it('changes every five seconds at most, and only when it says something else', () => {
    const sent: string[] = [];
    const title = createPaneTitle((bytes) => sent.push(bytes) > 0);
    title.show('one', 0);
    title.show('two', 4999);
    title.show('two', 5000);
    title.show('two', 60_000);
    expect(sent).toEqual(['\u001b]2;one\u0007', '\u001b]2;two\u0007']);
  });

  it('is sent again after a suspension, and when the terminal took nothing', () => {
    const sent: string[] = [];
    let isBlocked = true;
    const title = createPaneTitle((bytes) => !isBlocked && sent.push(bytes) > 0);
    title.show('one', 0);
    isBlocked = false;
    title.show('one', 250);
    title.forget();
    title.show('one', 10_000);
    expect(sent).toHaveLength(2);
  });
});
