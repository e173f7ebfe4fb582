/** Names of the resource and data source types that a rehearsal needs. */
export interface TypesInUse {
  readonly resources: readonly string[];
  readonly data: readonly string[];
}

/** A stack as synthesized and the state that it left behind; either may be missing. */
export interface TypeSource {
  /** Parsed `cdk.tf.json`. */
  readonly config?: unknown;
  /** Parsed state file, format 4. */
  readonly state?: unknown;
}

/**
 * The types that Terraform may ask for when it works on these stacks: those in their JSON, in
 * their state, and in their moved, removed and import blocks.
 */
export function typesInUse(sources: readonly TypeSource[]): TypesInUse {
  const resources = new Set<string>();
  const data = new Set<string>();
  for (const { config, state } of sources) {
    for (const type of keysOf(at(config, "resource"))) resources.add(type);
    for (const type of keysOf(at(config, "data"))) data.add(type);
    for (const address of addresses(config)) {
      const type = typeOfAddress(address);
      if (type) resources.add(type);
    }
    for (const entry of list(at(state, "resources"))) {
      const type = at(entry, "type");
      if (typeof type === "string") (at(entry, "mode") === "data" ? data : resources).add(type);
    }
  }
  return { resources: [...resources].sort(), data: [...data].sort() };
}

/** Addresses that stand in moved, removed and import blocks. */
function addresses(config: unknown): string[] {
  const named: [string, string][] = [
    ["moved", "from"],
    ["moved", "to"],
    ["removed", "from"],
    ["import", "to"],
  ];
  return named
    .flatMap(([block, key]) => list(at(config, block)).map((entry) => at(entry, key)))
    .filter((address) => typeof address === "string");
}

/** The resource type of `module.a["x"].aws_vpc.main[0]`: `aws_vpc`. */
function typeOfAddress(address: string): string | undefined {
  const bare = address.replace(/^\$\{|\}$/g, "").replace(/\[[^\]]*\]/g, "");
  return bare.replace(/^(module\.[^.]+\.)*/, "").split(".")[0] || undefined;
}

function at(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

function keysOf(value: unknown): string[] {
  return typeof value === "object" && value !== null ? Object.keys(value) : [];
}

/** A block that may be written once or several times. */
function list(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
}
