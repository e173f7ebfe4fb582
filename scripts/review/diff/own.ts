/**
 * Sets a field of an object that is being built. No key leads elsewhere: `__proto__` is one as well, as
 * JSON may have it.
 */
export function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== "__proto__") target[key] = value;
  else Object.defineProperty(target, key, { value, ...PLAIN });
}

/** A field like any other. */
const PLAIN = { configurable: true, enumerable: true, writable: true } as const;
