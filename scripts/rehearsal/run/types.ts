import { nearest } from "../../stacks/select.ts";
import { resourcesOf, type StackTemplate } from "../../stacks/template.ts";
import { CLOUDS, Library } from "../provider/schema/library.ts";
import { instancesOf } from "./instances.ts";

/** Stacks have what the rehearsal's providers do not know. Nothing was changed. */
export class UnknownTypes extends Error {
  constructor(problems: readonly string[]) {
    super([...problems, "nothing was changed"].join("\n"));
    this.name = "UnknownTypes";
  }
}

/** A stack as it is to be rehearsed. */
export interface TypedStack {
  readonly stack: string;
  readonly template: StackTemplate;
  /** The whole state that it left. */
  readonly state: unknown;
}

/** Of Terraform itself: they need no provider. */
const BUILT_IN = "terraform";

/** Throws an `UnknownTypes`, with all problems at once, unless every type is known. */
export function checkTypes(stacks: readonly TypedStack[]): void {
  const libraries = new Map<string, Library>(CLOUDS.map((cloud) => [cloud, new Library(cloud)]));
  const problems = stacks.flatMap(({ stack, template, state }) => {
    const wanted = resourcesOf(template).map(({ type, address }) => ({ type, address }));
    const read = Object.entries(template.data ?? {}).flatMap(([type, byName]) =>
      Object.keys(byName).map((name) => ({ type, address: `data.${type}.${name}` })),
    );
    const standing = instancesOf(state).map(({ type, address }) => ({
      type,
      address: `the state's ${address}`,
    }));
    const wants = new Set(wanted.map(({ address }) => `the state's ${address}`));
    return [
      ...wanted.flatMap((each) => problemOf(stack, each, "resources", libraries)),
      ...read.flatMap((each) => problemOf(stack, each, "data", libraries)),
      ...standing
        .filter(({ address }) => !wants.has(address))
        .flatMap((each) => problemOf(stack, each, "resources", libraries)),
    ];
  });
  if (problems.length > 0) throw new UnknownTypes(problems);
}

function problemOf(
  stack: string,
  { type, address }: { readonly type: string; readonly address: string },
  section: "resources" | "data",
  libraries: ReadonlyMap<string, Library>,
): string[] {
  const name = type.split("_")[0]!;
  if (name === BUILT_IN) return [];
  const library = libraries.get(name);
  if (!library) {
    return [
      `${stack}: ${address} is of a provider that cannot be rehearsed; those of ${CLOUDS.join(", ")} can, and terraform_data`,
    ];
  }
  const known = library.index[section];
  if (known[type]) return [];
  const [like] = nearest(type, Object.keys(known));
  const hint = like ? `; is ${like} meant?` : ".";
  const { version } = library.index;
  return [
    `${stack}: ${address}: the data of the ${name} provider ${version} does not know ${type}${hint} Where a later version has it, "infra learn <provider binary>" learns it`,
  ];
}
