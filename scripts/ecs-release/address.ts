import { APP, NAMED, parameterNames } from "@groundplan/apps/music-library/names";
import { accountOf, type Site } from "@groundplan/core/site";
import { ADOPTED } from "@groundplan/environments/adopted";
import { EnvironmentSite } from "@groundplan/environments/base-stack";
import type { Environment } from "@groundplan/environments/environment";

/** Where images of music-library go and as whom jobs act. A pure function of names: nothing is read. */
export interface ReleaseAddress {
  readonly account: string;
  readonly region: string;
  /** Host of the registry, for the login of Docker. */
  readonly host: string;
  /** Repository of the environment, without tag. */
  readonly repository: string;
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
  if (values) return addressOf(new EnvironmentSite(values, ADOPTED[name]?.names));
  const known = there.map((each) => each.name).join(", ") || "no environment";
  throw new NoRelease(`${APP} runs nowhere in ${name}; it runs in ${known}`);
}

function addressOf(site: Site): ReleaseAddress {
  const { accountId: account, region } = accountOf(site, "aws");
  const host = `${account}.dkr.ecr.${region}.amazonaws.com`;
  const role = (name: string) => `arn:aws:iam::${account}:role/${name}`;
  return {
    account,
    region,
    host,
    repository: `${host}/${site.names.of(...NAMED.images)}`,
    pushRole: role(site.names.of(...NAMED.push)),
    releaseRole: role(site.names.of(...NAMED.release)),
    parameter: parameterNames(site).release,
  };
}

/** The same as values by name, for the steps of a workflow. */
export function releaseOutputs(address: ReleaseAddress): Readonly<Record<string, string>> {
  const { account, region, host, repository, parameter } = address;
  return {
    account,
    region,
    host,
    repository,
    "push-role": address.pushRole,
    "release-role": address.releaseRole,
    parameter,
  };
}
