import type { TerraformStack } from "cdktf";
import { Network } from "../../network/index.ts";
import { ServiceAccount } from "../../service-account/index.ts";
import { synth } from "../../testing/index.ts";
import { RELEASE, VmHost, type VmHostProps } from "../index.ts";

/** A digest that stands for any. */
export const DIGEST = `sha256:${"ab".repeat(32)}`;

/** What runs in tests. */
export const APP: VmHostProps["app"] = {
  compose: {
    services: {
      web: { image: RELEASE, ports: ["443:8443"] },
      db: { image: `docker.io/library/postgres@${DIGEST}` },
    },
  },
  release: `europe-west1-docker.pkg.dev/acme-shared/graph/web@${DIGEST}`,
};

/** What a host of dev says of itself. */
export const DEV = {
  stage: "dev",
  name: "acme-dev-graph",
  zone: "europe-west1-b",
  subnet: "hosts",
  image: { system: "debian", project: "acme-shared", family: "graph-host" },
  app: APP,
} as const satisfies Partial<VmHostProps>;

/** What a host of prod says of itself. */
export const PROD = {
  ...DEV,
  stage: "prod",
  name: "acme-prod-graph",
  image: { system: "debian", project: "acme-shared", image: "graph-host-20261101-0a1b2c3" },
  watch: { hostName: "graph.example.org", channels: ["projects/acme-prod/notificationChannels/1"] },
} as const satisfies Partial<VmHostProps>;

/** Synthesizes a host with what it stands on. */
export function makeHost(props: Omit<VmHostProps, "network" | "account">) {
  return synth((stack) => hostIn(stack, props));
}

/** A host in a stack that exists. */
export function hostIn(
  stack: TerraformStack,
  props: Omit<VmHostProps, "network" | "account"> & Partial<VmHostProps>,
): VmHost {
  const place = { name: "acme-dev-graph", project: "acme-dev", region: "europe-west1" };
  return new VmHost(stack, "machine", {
    network: Network.fromExisting(stack, "network", { ...place, subnets: ["hosts"] }),
    account: new ServiceAccount(stack, "host", {
      name: "acme-dev-graph-host",
      project: "acme-dev",
      purpose: "Runs the containers of the host",
    }),
    ...props,
  });
}
