import { NAMED, registryAddress } from "@groundplan/apps/music-graph/names";
import { loginProvider } from "@groundplan/apps/music-graph/pipeline";
import type { MusicGraphPlatform, MusicGraphShared } from "@groundplan/apps/music-graph/settings";
import { accountOf, type Placement } from "@groundplan/core/site";
import { ADOPTED } from "@groundplan/environments/adopted";
import { EnvironmentSite } from "@groundplan/environments/base-stack";
import type { Environment } from "@groundplan/environments/environment";

/** What the application's image is called in each registry. */
const IMAGE = "web";

/** Where images go and where they run. It is a pure function of names: no key, nothing is read. */
export interface ImageAddress {
  /** What builds are pushed to, and what releases are copied to; without a tag. */
  readonly builds: string;
  readonly releases: string;
  /** Host of both, for the login of Docker. */
  readonly host: string;
  /** Who lets jobs log in that push, and the project that they work in. */
  readonly registryProvider: string;
  readonly registryProject: string;
  /** Digest that the environment names. */
  readonly running: string;
  /** The machine that runs it. */
  readonly machine: {
    readonly name: string;
    readonly zone: string;
    readonly project: string;
    readonly provider: string;
  };
}

/** music-graph does not stand there. */
export class NoImages extends Error {
  constructor(message: string) {
    super(message);
    this.name = "NoImages";
  }
}

/**
 * Where an environment's images are pushed and run.
 *
 * @throws NoImages where music-graph, or its registries, stand in no environment of that name
 */
export function imageAddress(environments: readonly Environment[], name: string): ImageAddress {
  const placements = environments.map((values) => ({
    site: new EnvironmentSite(values, ADOPTED[values.name]?.names),
    settings: values.apps["music-graph"],
  }));
  const shared = placements.find(({ settings }) => settings?.kind === "shared");
  const platform = placements.find(
    ({ site, settings }) => site.environment === name && settings?.kind === "platform",
  );
  if (!platform || !shared) {
    const there = placements.filter(({ settings }) => settings?.kind === "platform");
    const known = there.map(({ site }) => site.environment).join(", ");
    throw new NoImages(
      `music-graph runs nowhere in ${name}; it runs in ${known || "no environment"}`,
    );
  }
  return addressOf(
    shared as Placement<MusicGraphShared>,
    platform as Placement<MusicGraphPlatform>,
  );
}

function addressOf(
  shared: Placement<MusicGraphShared>,
  { site, settings }: Placement<MusicGraphPlatform>,
): ImageAddress {
  const urlOf = (channel: "dev" | "release") => {
    const { location, project, name } = registryAddress(shared, channel);
    return `${location}-docker.pkg.dev/${project}/${name}/${IMAGE}`;
  };
  return {
    builds: urlOf("dev"),
    releases: urlOf("release"),
    host: `${shared.settings.registryLocation}-docker.pkg.dev`,
    registryProvider: loginProvider(shared.site),
    registryProject: accountOf(shared.site, "google").projectId,
    running: settings.runningDigest,
    machine: {
      name: site.names.of(...NAMED.machine),
      zone: settings.host.zone,
      project: accountOf(site, "google").projectId,
      provider: loginProvider(site),
    },
  };
}

/** The same as values by name, for the steps of a workflow. */
export function imageOutputs(address: ImageAddress): Readonly<Record<string, string>> {
  const { machine } = address;
  return {
    builds: address.builds,
    releases: address.releases,
    host: address.host,
    "registry-provider": address.registryProvider,
    "registry-project": address.registryProject,
    running: address.running,
    machine: machine.name,
    "machine-zone": machine.zone,
    "machine-project": machine.project,
    "machine-provider": machine.provider,
  };
}
