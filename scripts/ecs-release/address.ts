import { APP, NAMED, parameterNames } from "@groundplan/apps/music-library/names";
import type { MusicLibrarySettings } from "@groundplan/apps/music-library/settings";
import { accountOf, type Site } from "@groundplan/core/site";
import { ADOPTED } from "@groundplan/environments/adopted";
import { EnvironmentSite } from "@groundplan/environments/base-stack";
import type { Environment } from "@groundplan/environments/environment";

/** Where images of music-library go and as whom jobs act. A pure function of names: nothing is read. */
export interface ReleaseAddress {
  readonly account: string;
  readonly region: string;
  /** Hosts of the registries, parted by blanks, for the login of Docker. */
  readonly hosts: string;
  /** Repository of the environment, without tag. */
  readonly repository: string;
  /** Repository that releases are copied from: dev's for prod. Its own where images are pushed there. */
  readonly copiedFrom: string;
  /** Role that pushes. */
  readonly pushRole: string;
  /** Role that releases. */
  readonly releaseRole: string;
  /** Parameter with what a release must know. */
  readonly parameter: string;
}

/** music-library does not run there. */
export class NoRelease extends Error {
  constructor(message: string) {
    super(message);
    this.name = "NoRelease";
  }
}

/**
 * Where an environment's images go and who releases them.
 *
 * @throws NoRelease where music-library runs in no environment of that name
 */
export function releaseAddress(environments: readonly Environment[], name: string): ReleaseAddress {
  const there = environments.filter(({ apps }) => apps[APP]);
  const values = there.find((each) => each.name === name);
  if (values)
    return addressOf(new EnvironmentSite(values, ADOPTED[name]?.names), values.apps[APP]!);
  const known = there.map((each) => each.name).join(", ") || "no environment";
  throw new NoRelease(`${APP} runs nowhere in ${name}; it runs in ${known}`);
}

function addressOf(site: Site, { pipeline }: MusicLibrarySettings): ReleaseAddress {
  const { accountId: account, region } = accountOf(site, "aws");
  const hostOf = (id: string) => `${id}.dkr.ecr.${region}.amazonaws.com`;
  const { accountId: from = account, name = site.names.of(...NAMED.images) } =
    pipeline.copiedFrom ?? {};
  const role = (name: string) => `arn:aws:iam::${account}:role/${name}`;
  return {
    account,
    region,
    hosts: [...new Set([hostOf(account), hostOf(from)])].join(" "),
    repository: `${hostOf(account)}/${site.names.of(...NAMED.images)}`,
    copiedFrom: `${hostOf(from)}/${name}`,
    pushRole: role(site.names.of(...NAMED.push)),
    releaseRole: role(site.names.of(...NAMED.release)),
    parameter: parameterNames(site).release,
  };
}

/** The same as values by name, for the steps of a workflow. */
export function releaseOutputs(address: ReleaseAddress): Readonly<Record<string, string>> {
  const { account, region, hosts, repository, parameter } = address;
  return {
    account,
    region,
    hosts,
    repository,
    "copied-from": address.copiedFrom,
    "push-role": address.pushRole,
    "release-role": address.releaseRole,
    parameter,
  };
}
