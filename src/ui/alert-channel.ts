/** One of the ways on which alerts leave the screen, and how that goes. */
export interface AlertChannel {
  readonly name: 'bell' | 'desktop' | 'command' | 'webhook';
  /** Where to, as far as it may be shown, or what for. */
  readonly target: string;
  /** Absent where nobody tells whether it arrived. */
  readonly counts?: {
    readonly deliveredCount: number;
    readonly failureCount: number;
    /** Too many at once: never tried. */
    readonly droppedCount: number;
    readonly lastFailure?: { readonly reason: string; readonly time: number };
  };
}
