// As much of JSON Schema as our answer shapes use, from the specification: https://json-schema.org/draft/2020-12
type Schema = Readonly<Record<string, unknown>>;

const known = ['type', 'enum', 'properties', 'required', 'additionalProperties', 'items'];

function isRecord(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasType(type: unknown, value: unknown): boolean {
  if (type === 'object') return isRecord(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'integer') return typeof value === 'number' && Number.isInteger(value);
  return typeof value === type;
}

/** Throws on a keyword it does not know: it would be silently ignored. */
export function matches(schema: unknown, value: unknown): boolean {
  if (!isRecord(schema)) throw new Error('a schema is an object');
  const unknown = Object.keys(schema).find((keyword) => !known.includes(keyword));
  if (unknown !== undefined) throw new Error(`unknown keyword ${unknown}`);
  const { type, enum: choices, properties, required, additionalProperties, items } = schema;
  if (!hasType(type, value)) return false;
  if (Array.isArray(choices) && !choices.includes(value)) return false;
  if (Array.isArray(value)) return items === undefined || value.every((item) => matches(items, item));
  if (!isRecord(value) || !isRecord(properties)) return true;
  if (Array.isArray(required) && required.some((name) => value[name] === undefined)) return false;
  return Object.entries(value).every(([name, part]) => {
    const partSchema = Object.hasOwn(properties, name) ? properties[name] : undefined;
    return partSchema === undefined ? additionalProperties !== false : part === undefined || matches(partSchema, part);
  });
}
