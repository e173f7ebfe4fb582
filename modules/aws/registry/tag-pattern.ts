/** True when a tag fits a pattern, in which `*` stands for any signs, none too. */
export function fits(tag: string, pattern: string): boolean {
  const parts = pattern.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(tag);
}

/** True when some tag fits both patterns. */
export function overlap(one: string, other: string): boolean {
  if (one === "" || other === "") return [...one, ...other].every((sign) => sign === "*");
  if (one.startsWith("*")) return overlap(one.slice(1), other) || overlap(one, other.slice(1));
  if (other.startsWith("*")) return overlap(other, one);
  return one[0] === other[0] && overlap(one.slice(1), other.slice(1));
}
