// Times on the screen are written in UTC or in the reader's zone. The zone comes from outside: a year has two offsets.

/** Minutes east of UTC at a time; `undefined` stands for UTC itself, which is written with a `Z`. */
export type Zone = (time: number) => number | undefined;

export const utc: Zone = () => undefined;
