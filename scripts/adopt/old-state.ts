/** The values of something that stands, as a state has them. */
export type Attributes = Readonly<Record<string, unknown>>;

/** One thing that an old state speaks of. */
export interface OldThing {
  /** What people call it: `<workspace> <address>`. */
  readonly key: string;
  readonly workspace: string;
  readonly address: string;
  readonly type: string;
  readonly attributes: Attributes;
  /** Why it cannot be taken over as it is. Left out where it can. */
  readonly unfit?: string;
}

/** What a file held: things, or why it cannot be read. */
export type OldState =
  | { readonly workspace: string; readonly file: string; readonly things: readonly OldThing[] }
  | { readonly problem: string };

/** Types that providers have renamed since, and what they are called now. */
const RENAMED: Readonly<Record<string, string>> = {
  aws_alb: "aws_lb",
  aws_alb_listener: "aws_lb_listener",
  aws_alb_listener_rule: "aws_lb_listener_rule",
  aws_alb_target_group: "aws_lb_target_group",
  cloudflare_record: "cloudflare_dns_record",
};

/** Format of states since Terraform 0.12. */
const FORMAT = 4;

interface StateFile {
  readonly version?: unknown;
  readonly terraform_version?: string;
  readonly encrypted_data?: unknown;
  readonly resources?: readonly StateResource[];
}

interface StateResource {
  readonly module?: string;
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly instances?: readonly StateInstance[];
}

interface StateInstance {
  readonly index_key?: string | number;
  readonly deposed?: string;
  readonly status?: string;
  readonly attributes?: Attributes;
}

/**
 * Reads an old state. Nothing is written, and values of things leave this tool only as names and ids.
 *
 * @param workspace what its things are called by
 * @param file where it lies, for messages
 */
export function readOldState(text: string, workspace: string, file: string): OldState {
  const state = parse(text);
  const problem = problemOf(state);
  if (!state || problem) return { problem: `${file}: ${problem}` };
  const things = (state.resources ?? [])
    .filter(({ mode }) => mode === "managed")
    .flatMap((resource) =>
      (resource.instances ?? []).map((instance) => thingOf(workspace, resource, instance)),
    );
  return { workspace, file, things };
}

function parse(text: string): StateFile | undefined {
  try {
    const state: unknown = JSON.parse(text);
    return typeof state === "object" && state !== null ? state : undefined;
  } catch {
    return undefined;
  }
}

function problemOf(state: StateFile | undefined): string | undefined {
  if (state?.encrypted_data !== undefined) {
    return "it is encrypted by OpenTofu; write what `tofu state pull` prints into a file that only you can read, give that one, and remove it afterwards";
  }
  if (typeof state?.version !== "number") {
    return "this is no state of Terraform's; give the folder that holds terraform.tfstate or terraform.tfstate.d, or the state files themselves";
  }
  if (state.version > FORMAT) {
    return `its format ${state.version} is newer than ${FORMAT}, the newest that this reads (Terraform ${state.terraform_version ?? "unknown"} wrote it); look for a newer version of this repository`;
  }
  if (state.version < FORMAT) {
    return `its format ${state.version} is that of Terraform 0.11 or older; let Terraform 0.13 or later write it anew in a copy of its folder: terraform init, then terraform apply -refresh-only`;
  }
  return undefined;
}

function thingOf(workspace: string, resource: StateResource, instance: StateInstance): OldThing {
  const { module, type, name } = resource;
  const { index_key: index, deposed, attributes = {} } = instance;
  const place = `${module ? `${module}.` : ""}${type}.${name}`;
  const address = index === undefined ? place : `${place}[${JSON.stringify(index)}]`;
  const unfit = unfitness(type, instance);
  return {
    key: `${workspace} ${address}${deposed ? ` (deposed ${deposed})` : ""}`,
    ...{ workspace, address, type: RENAMED[type] ?? type, attributes },
    ...(unfit && { unfit }),
  };
}

function unfitness(type: string, { deposed, status }: StateInstance): string | undefined {
  if (!/^(aws|google|cloudflare)_/.test(type)) return "it stands in none of the three clouds";
  if (deposed) return "it was replaced, and waits to be destroyed where it came from";
  if (status === "tainted") return "it is tainted: its creation failed half-way; look at it first";
  return undefined;
}
