import { resourcesOf, type StackTemplate } from "../../../stacks/template.ts";

/** What stands for a reference in the texts of a template. */
const REFERENCE = /\b([a-z][\w-]*)\.([\w-]+)/g;

/**
 * The resources that each resource of a template needs, directly and through others: what Terraform
 * writes beside each in a state, so that it destroys them in order.
 *
 * @returns addresses by address, each list sorted
 */
export function dependenciesOf(template: StackTemplate): (address: string) => readonly string[] {
  const blocks = new Map(resourcesOf(template).map((block) => [block.address, block.body]));
  const direct = new Map<string, readonly string[]>();
  const directOf = (address: string): readonly string[] => {
    let found = direct.get(address);
    if (!found) {
      const text = JSON.stringify({ ...blocks.get(address), "//": undefined });
      const named = [...text.matchAll(REFERENCE)].map(([, type, name]) => `${type}.${name}`);
      found = [...new Set(named)].filter((each) => each !== address && blocks.has(each));
      direct.set(address, found);
    }
    return found;
  };
  return (address) => {
    const seen = new Set<string>();
    const waiting = [...directOf(address)];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      waiting.push(...directOf(next));
    }
    return [...seen].sort();
  };
}
