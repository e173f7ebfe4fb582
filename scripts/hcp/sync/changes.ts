import { CLOUDFLARE_TOKEN, STORED_KEYS } from "./identities.ts";
import type { Standing, StandingWorkspace } from "./standing.ts";
import type { WantedWorkspace } from "./wanted.ts";

/** One thing that a sync does. */
export type Change =
  | { readonly kind: "project"; readonly project: string }
  | { readonly kind: "workspace"; readonly wanted: WantedWorkspace }
  | {
      readonly kind: "settings";
      readonly wanted: WantedWorkspace;
      /** Each setting with its old and its new value. */
      readonly settings: readonly {
        readonly name: string;
        readonly from: string;
        readonly to: string;
      }[];
    }
  | { readonly kind: "tags"; readonly wanted: WantedWorkspace; readonly tags: readonly string[] }
  | {
      readonly kind: "variable";
      readonly wanted: WantedWorkspace;
      readonly key: string;
      readonly value: string;
      /** Id of the variable that stands; left out where it is new. */
      readonly id?: string;
    }
  | { readonly kind: "reader"; readonly producer: string; readonly consumer: string }
  | { readonly kind: "trigger"; readonly consumer: string; readonly producer: string };

/** What a sync comes to. */
export interface Comparison {
  /** In an order in which they can be made. */
  readonly changes: readonly Change[];
  /** What stands and is wanted by nothing. A sync never removes it. */
  readonly superfluous: readonly string[];
  readonly problems: readonly string[];
}

/** What is looked at. */
export interface Compared {
  readonly wanted: readonly WantedWorkspace[];
  readonly standing: Standing;
  /** Name of a stack's workspace. */
  readonly nameOf: (stack: string) => string;
  /** Every workspace of the estate, and who reads it. */
  readonly readersOf: ReadonlyMap<string, readonly string[]>;
}

/** What must change so that workspaces are what they should be. */
export function compare(compared: Compared): Comparison {
  const { wanted, standing, nameOf } = compared;
  const projects = [...new Set(wanted.flatMap(({ place }) => place.project ?? []))];
  const changes: Change[] = [
    ...projects
      .filter((project) => !standing.projects.has(project))
      .map((project): Change => ({ kind: "project", project })),
    ...wanted.flatMap((each) => ownChanges(each, standing)),
    ...wanted.flatMap((each) => readerChanges(each, standing, nameOf)),
    ...wanted.flatMap((each) => triggerChanges(each, standing, nameOf)),
  ];
  return { changes, superfluous: superfluousIn(compared), problems: problemsIn(compared) };
}

function ownChanges(wanted: WantedWorkspace, { whole, projects }: Standing): Change[] {
  const { tags, variables, place } = wanted;
  const stands = whole.get(place.workspace);
  const named = Object.entries(variables);
  if (!stands) {
    return [
      { kind: "workspace", wanted },
      ...(tags.length > 0 ? [{ kind: "tags", wanted, tags } as const] : []),
      ...named.map(([key, value]): Change => ({ kind: "variable", wanted, key, value })),
    ];
  }
  const settings = settingChanges(wanted, stands, projects);
  const missing = tags.filter((tag) => !(stands.attributes["tag-names"] ?? []).includes(tag));
  return [
    ...(settings.length > 0 ? [{ kind: "settings", wanted, settings } as const] : []),
    ...(missing.length > 0 ? [{ kind: "tags", wanted, tags: missing } as const] : []),
    ...named.flatMap(([key, value]): Change[] => {
      const own = stands.variables.find((each) => each.key === key && each.category === "env");
      if (own?.value === value) return [];
      return [{ kind: "variable", wanted, key, value, ...(own && { id: own.id }) }];
    }),
  ];
}

function settingChanges(
  { attributes, agentPool, place }: WantedWorkspace,
  stands: StandingWorkspace,
  projects: Standing["projects"],
) {
  const is = stands.attributes as unknown as Readonly<Record<string, unknown>>;
  // An empty setting is told as nothing by some versions of the API.
  const plain = (value: unknown) => String(value ?? "");
  const own = Object.entries(attributes)
    .filter(([name, value]) => plain(is[name] ?? (value === false ? false : "")) !== plain(value))
    .map(([name, value]) => ({ name, from: plain(is[name]), to: plain(value) }));
  const pool =
    agentPool !== undefined && agentPool !== stands.agentPool
      ? [{ name: "agent-pool-id", from: stands.agentPool ?? "", to: agentPool }]
      : [];
  const project = place.project !== undefined && projects.get(place.project);
  const moved =
    place.project !== undefined && (!project || project !== stands.project)
      ? [{ name: "project", from: nameOfProject(projects, stands.project), to: place.project }]
      : [];
  return [...own, ...pool, ...moved];
}

function nameOfProject(projects: Standing["projects"], id: string | undefined): string {
  return [...projects].find(([, each]) => each === id)?.[0] ?? "";
}

/** A reader's own rights: they live with the one who reads. */
function readerChanges(
  { reads, place }: WantedWorkspace,
  { whole }: Standing,
  nameOf: Compared["nameOf"],
): Change[] {
  const consumer = place.workspace;
  return reads
    .map(nameOf)
    .filter((producer) => !whole.get(producer)?.consumers.includes(consumer))
    .map((producer) => ({ kind: "reader", producer, consumer }));
}

function triggerChanges(
  { after, place }: WantedWorkspace,
  { whole }: Standing,
  nameOf: Compared["nameOf"],
): Change[] {
  const consumer = place.workspace;
  const stands = whole.get(consumer)?.triggers ?? [];
  return after
    .map(nameOf)
    .filter((producer) => !stands.includes(producer))
    .map((producer) => ({ kind: "trigger", consumer, producer }));
}

function superfluousIn({ wanted, standing, nameOf, readersOf }: Compared): string[] {
  const known = new Set(readersOf.keys());
  const prefixes = [
    ...new Set(
      wanted.map(
        ({ place, stack }) => place.workspace.slice(0, -stack.length) + stack.split("-")[0],
      ),
    ),
  ];
  const strangers = [...standing.workspaces.keys()]
    .filter((name) => prefixes.some((prefix) => name.startsWith(`${prefix}-`)) && !known.has(name))
    .map((name) => `workspace ${name}: no stack keeps its state there`);
  return [
    ...strangers,
    ...wanted.flatMap((each) => superfluousOf(each, standing, nameOf, readersOf)),
  ];
}

function superfluousOf(
  { place, after }: WantedWorkspace,
  { whole }: Standing,
  nameOf: Compared["nameOf"],
  readersOf: Compared["readersOf"],
): string[] {
  const { workspace } = place;
  const stands = whole.get(workspace);
  if (!stands) return [];
  const readers = readersOf.get(workspace) ?? [];
  const sources = after.map(nameOf);
  const keys = [...stands.variables.map(({ key }) => key), ...stands.givenKeys];
  return [
    ...stands.consumers
      .filter((name) => !readers.includes(name))
      .map((name) => `${workspace}: ${name} may read its state and does not`),
    ...stands.triggers
      .filter((name) => !sources.includes(name))
      .map((name) => `${workspace}: runs after ${name} and reads nothing of it`),
    ...keys
      .filter((key) => STORED_KEYS.includes(key))
      .map(
        (key) => `${workspace}: variable ${key} is a stored key; runs have their own identities`,
      ),
  ];
}

function problemsIn({ wanted, standing, nameOf, readersOf }: Compared): string[] {
  const ours = new Set(wanted.map(({ place }) => place.workspace));
  return wanted.flatMap(({ place, clouds, reads }) => {
    const stands = standing.whole.get(place.workspace);
    const repository = stands?.attributes["vcs-repo"]?.identifier;
    const keys = [...(stands?.variables.map(({ key }) => key) ?? []), ...(stands?.givenKeys ?? [])];
    const unmade = reads
      .map(nameOf)
      .filter((name) => readersOf.has(name) && !standing.workspaces.has(name) && !ours.has(name));
    return [
      ...(repository
        ? [
            `${place.workspace} gets its runs from the repository ${repository}: disconnect it, or infra cannot upload to it`,
          ]
        : []),
      ...(stands && clouds.includes("cloudflare") && !keys.includes(CLOUDFLARE_TOKEN)
        ? [
            `${place.workspace} has no ${CLOUDFLARE_TOKEN}: Cloudflare takes no token of a run's; add one as a sensitive environment variable, best in a variable set of the project`,
          ]
        : []),
      ...unmade.map(
        (name) =>
          `${place.workspace} reads the state of ${name}, which is not there yet: sync its environment first`,
      ),
    ];
  });
}
