import { render } from 'ink';
import type { ReactNode } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { createStandInStdout } from '../../src/ui/stand-in-stdout.js';
import { Canvas, createSurface, type Frame, Lines, Over, Place, SurfaceContext } from '../../src/ui/surface.js';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** What is drawn, picture by picture, as lists of `x text` per row. */
function open(first: ReactNode) {
  const frames: (readonly (readonly string[])[])[] = [];
  const surface = createSurface((frame: Frame) => frames.push(frame.map((row) => row.map(({ x, text }) => `${x} ${text}`))));
  const tree = (children: ReactNode): ReactNode => (
    <SurfaceContext value={surface}>
      <Canvas columns={20} rows={4}>
        {children}
      </Canvas>
    </SurfaceContext>
  );
  const stdout = createStandInStdout({ getSnapshot: () => ({ columns: 20, rows: 4 }) });
  const instance = render(tree(first), { stdout, debug: true, interactive: false, patchConsole: false });
  closers.push(instance.unmount);
  return { frames, draw: (next: ReactNode) => instance.rerender(tree(next)) };
}

const panel = (name: string, x: number, y: number, ...lines: readonly string[]): ReactNode => (
  <Place key={name} box={{ x, y, width: 5, height: lines.length }}>
    <Lines lines={lines} />
  </Place>
);

describe('the surface', () => {
  it('is shown once, with every panel where it was placed', () => {
    const { frames } = open([panel('a', 0, 0, 'one', 'two'), panel('b', 6, 1, 'three')]);
    expect(frames).toEqual([[['0 one'], ['0 two', '6 three']]]);
  });

  it('keeps an overlay on top of a panel that is drawn later', () => {
    const overlay = <Over key="over">{panel('help', 2, 0, 'help')}</Over>;
    const { frames, draw } = open([panel('a', 0, 0, 'before'), overlay]);
    draw([panel('a', 0, 0, 'after'), overlay]);
    draw([panel('another', 0, 0, 'other'), overlay]);
    expect(frames).toEqual([[['0 before', '2 help']], [['0 after', '2 help']], [['0 other', '2 help']]]);
  });

  it('leaves nothing of a panel that is gone', () => {
    const { frames, draw } = open([panel('a', 0, 0, 'one'), panel('b', 0, 2, 'two')]);
    draw([panel('a', 0, 0, 'one')]);
    expect(frames.at(-1)).toEqual([['0 one']]);
  });

  it('moves a panel whose place changes and whose lines do not', () => {
    const lines = ['one'];
    const at = (x: number): ReactNode => (
      <Place box={{ x, y: 0, width: 5, height: 1 }}>
        <Lines lines={lines} />
      </Place>
    );
    const { frames, draw } = open(at(0));
    draw(at(7));
    expect(frames).toEqual([[['0 one']], [['7 one']]]);
  });
});
