import type { AttributeDiff } from "../review/diff/attribute.ts";
import type { Shape } from "../review/schema.ts";
import type { StackTemplate } from "../stacks/template.ts";

/**
 * What the code says of a thing, of all that is not as the last apply left it. Drift is only that: what a
 * cloud alone decides (a machine sleeps), and what the code leaves to somebody else (`ignore_changes`), no
 * apply brings back.
 */
export function ofTheCode(
  attributes: readonly AttributeDiff[],
  shape: Shape | undefined,
  ignored: readonly string[],
): AttributeDiff[] {
  const left = ignored.map(namesOf);
  const told = new Set(attributes.map(({ path }) => path));
  return attributes.filter(({ path }) => {
    // The AWS provider tells tags twice: by itself, and with those of the provider's block.
    const asTag = path.replace(/^tags_all\b/, "tags");
    if (asTag !== path && told.has(asTag)) return false;
    const names = namesOf(asTag);
    return !isOfCloud(names, shape) && !left.some((each) => begins(names, each));
  });
}

/** What the code leaves to others, by the address of the thing: `["desired_count"]`, or `["all"]`. */
export function ignoredOf(template: StackTemplate | undefined, address: string): string[] {
  const [, type, name] = /^([^.]+)\.([^.[]+)(\[.*\])?$/.exec(address) ?? [];
  const body = template?.resource?.[type ?? ""]?.[name ?? ""];
  const { lifecycle } = (body ?? {}) as { lifecycle?: { ignore_changes?: string | string[] } };
  return [lifecycle?.ignore_changes ?? []].flat();
}

/** `a[0].b["c.d"]` and `a[0].b.c.d`, as Terraform and a review write paths, name by name. */
function namesOf(path: string): string[] {
  return path.split(/\.|\["?|"?\]\.?/).filter((name) => name !== "");
}

function begins(names: readonly string[], start: readonly string[]): boolean {
  return start[0] === "all" || start.every((name, i) => names[i] === name);
}

function isOfCloud([name]: readonly string[], shape: Shape | undefined): boolean {
  return shape?.fields?.[name ?? ""]?.computed === true;
}
