// Loaded before the program (`node --import`): its clock and its timers run CLOCK_SPEED times as fast, so minutes pass in seconds.
const speed = Number(process.env.CLOCK_SPEED);
/** Waits for the rest of an escape sequence are the keyboard's time, which does not run faster. */
const LEAST_SCALED_MS = 40;

const now = Date.now.bind(Date);
const startTime = now();
Date.now = () => Math.round(startTime + (now() - startTime) * speed);

const scaled = (ms) => (ms >= LEAST_SCALED_MS ? ms / speed : ms);
const { setTimeout, setInterval } = globalThis;
globalThis.setTimeout = (callback, ms, ...rest) => setTimeout(callback, scaled(ms), ...rest);
globalThis.setInterval = (callback, ms, ...rest) => setInterval(callback, scaled(ms), ...rest);
