// Select Graphic Rendition: what a stretch of escape codes amounts to. Equal looks are the same object.

export interface Look {
  /** Parameters that give this look from a reset: `1;38;5;75`; empty for the default. */
  readonly parameters: string;
}

interface Known extends Look {
  readonly attributes: Attributes;
  /** Where each code leads from here; a theme has a few dozen. */
  readonly next: Map<string, Known>;
}

interface Attributes {
  readonly flags: readonly string[];
  readonly foreground: string;
  readonly background: string;
}

const plainAttributes: Attributes = { flags: [], foreground: '', background: '' };
/** Code that switches off → those it switches off. */
const switchedOff: Readonly<Record<string, readonly string[]>> = {
  '22': ['1', '2'],
  '23': ['3'],
  '24': ['4'],
  '25': ['5'],
  '27': ['7'],
  '28': ['8'],
  '29': ['9'],
};

const known = new Map<string, Known>();

function lookOf(attributes: Attributes): Known {
  const parameters = [...attributes.flags, attributes.foreground, attributes.background].filter((part) => part !== '').join(';');
  const found = known.get(parameters);
  if (found) return found;
  const look: Known = { parameters, attributes, next: new Map() };
  known.set(parameters, look);
  return look;
}

const plainKnown = lookOf(plainAttributes);
export const plainLook: Look = plainKnown;

/** The look after the code `CSI parameters m`. */
export function after(look: Look, parameters: string): Look {
  const from = known.get(look.parameters) ?? plainKnown;
  let to = from.next.get(parameters);
  if (to === undefined) {
    to = lookOf(applied(from.attributes, parameters));
    from.next.set(parameters, to);
  }
  return to;
}

function applied(start: Attributes, parameters: string): Attributes {
  const codes = parameters.split(';');
  let result = start;
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at] ?? '';
    if (code === '38' || code === '48') {
      const length = codes[at + 1] === '5' ? 3 : 5;
      const color = codes.slice(at, at + length).join(';');
      result = code === '38' ? { ...result, foreground: color } : { ...result, background: color };
      at += length - 1;
    } else result = withCode(result, code);
  }
  return result;
}

function withCode(attributes: Attributes, code: string): Attributes {
  const value = Number(code);
  if (value === 0) return plainAttributes;
  if (value < 10) return { ...attributes, flags: [...new Set([...attributes.flags, code])].sort() };
  const off = switchedOff[code];
  if (off) return { ...attributes, flags: attributes.flags.filter((flag) => !off.includes(flag)) };
  if (value === 39) return { ...attributes, foreground: '' };
  if (value === 49) return { ...attributes, background: '' };
  if ((value >= 30 && value <= 37) || (value >= 90 && value <= 97)) return { ...attributes, foreground: code };
  if ((value >= 40 && value <= 47) || (value >= 100 && value <= 107)) return { ...attributes, background: code };
  return attributes;
}
