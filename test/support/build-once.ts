import { execFileSync } from 'node:child_process';

/** The end-to-end tests run the built program: build it once, before any of them. */
export function setup(): void {
  execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
}
