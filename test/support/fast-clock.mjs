// Loaded before the program (`node --import`): its clock runs CLOCK_SPEED times as fast since CLOCK_START, and so do its timers:
// minutes pass in seconds, and programs that are given the same start tell the same time.
const speed = Number(process.env.CLOCK_SPEED);
const startTime = Number(process.env.CLOCK_START);
/** Waits for the rest of an escape sequence are the keyboard's time, which does not run faster. */
const LEAST_SCALED_MS = 40;

const now = Date.now.bind(Date);
Date.now = () => Math.round(startTime + (now() - startTime) * speed);

const scaled = (ms) => (ms >= LEAST_SCALED_MS ? ms / speed : ms);
const { setTimeout, setInterval } = globalThis;
globalThis.setTimeout = (callback, ms, ...rest) => setTimeout(callback, scaled(ms), ...rest);
globalThis.setInterval = (callback, ms, ...rest) => setInterval(callback, scaled(ms), ...rest);
