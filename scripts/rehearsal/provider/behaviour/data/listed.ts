/**
 * The type of which a data source lists the things: `aws_subnet` of `aws_subnets`, `aws_ami` of
 * `aws_ami_ids`, `cloudflare_zone` of `cloudflare_zones`. Nothing where no such thing can be made.
 */
export function listedType(type: string, isMade: (type: string) => boolean): string | undefined {
  const bare = type.replace(/(_list|_by_path|_ids)$/, "");
  return [singular(bare), bare].find((name) => name !== type && isMade(name));
}

/**
 * The attribute of such a thing that a list gives of each: `id` of `ids`, `name` of
 * `log_group_names`, and the thing's own name where the list is called as the things are.
 */
export function attributeOf(
  list: string,
  type: string,
  isKnown: (name: string) => boolean,
): string | undefined {
  const one = singular(list);
  const words = one.split("_");
  const named = words.map((_word, at) => words.slice(at).join("_")).find(isKnown);
  return named ?? (type.endsWith(`_${one}`) ? "name" : undefined);
}

/** One of several: `policy`, `address`, `network`. */
export function singular(name: string): string {
  if (name.endsWith("ies")) return `${name.slice(0, -3)}y`;
  if (/(ss|x|ch|sh)es$/.test(name)) return name.slice(0, -2);
  return name.endsWith("s") && !name.endsWith("ss") ? name.slice(0, -1) : name;
}
