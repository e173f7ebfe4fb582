/**
 * The value of a key, made when it is first asked for.
 *
 * @template K, V
 * @param {{ get(key: K): V | undefined, set(key: K, value: V): unknown }} memory
 * @param {K} key
 * @param {(key: K) => V} make
 * @returns {V}
 */
export function remember(memory, key, make) {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const made = make(key);
  memory.set(key, made);
  return made;
}
