import { refusal } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { synth } from "../testing/index.ts";
import { Network, type NetworkProps } from "./index.ts";

const PROPS: NetworkProps = {
  stage: "dev",
  name: "acme-dev-graph",
  project: "acme-dev",
  region: "europe-west1",
  subnets: { hosts: { cidr: "10.60.0.0/24" } },
};

const refused = (props: Partial<NetworkProps>) =>
  refusal(() => synth((stack) => new Network(stack, "network", { ...PROPS, ...props })))
    .split("\n")
    .map((line) => line.replace("test/network: ", ""));

describe("a network is refused", () => {
  it("where ranges overlap: its own, its peers', its services', each named", () => {
    expect(
      refused({
        subnets: { hosts: { cidr: "10.60.0.0/24" }, jobs: { cidr: "10.60.0.128/25" } },
        privateServices: { base: "10.60.0.0" },
        peers: { office: ["10.60.0.0/16", "10.60.0.0/12"] },
      }),
    ).toEqual([
      'peers.office must be an IPv4 range such as 10.20.0.0/16, got "10.60.0.0/12"',
      'subnets.jobs.cidr must not overlap 10.60.0.0/24 of subnets.hosts.cidr, got "10.60.0.128/25"',
      'privateServices must not overlap 10.60.0.0/24 of subnets.hosts.cidr, got "10.60.0.0/20"',
      'privateServices must not overlap 10.60.0.128/25 of subnets.jobs.cidr, got "10.60.0.0/20"',
      'peers.office must not overlap 10.60.0.0/24 of subnets.hosts.cidr, got "10.60.0.0/16"',
      'peers.office must not overlap 10.60.0.128/25 of subnets.jobs.cidr, got "10.60.0.0/16"',
      'peers.office must not overlap 10.60.0.0/20 of privateServices, got "10.60.0.0/16"',
    ]);
  });

  it("where a range is public, too small, or Docker's own", () => {
    expect(
      refused({
        subnets: {
          public: { cidr: "8.8.8.0/24" },
          tiny: { cidr: "10.0.0.0/30" },
          docker: { cidr: "172.17.0.0/24" },
        },
      }),
    ).toEqual([
      'subnets.public.cidr must lie in 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10, got "8.8.8.0/24"',
      'subnets.tiny.cidr must be /29 or larger, got "10.0.0.0/30"',
      'subnets.docker.cidr must not overlap 172.17.0.0/16, got "172.17.0.0/24"; Docker on each host has it, and Cloud SQL cannot answer into it',
    ]);
  });

  it("where a name would be longer than Google takes, with the overrun", () => {
    const name = `a${"b".repeat(52)}`;
    expect(refused({ name })).toEqual([
      `name must leave room for -deny-ingress: have at most 63 characters (google resource), got "${name}-deny-ingress"; shorten it by 3`,
    ]);
    expect(refused({ name: "Acme_dev" })).toContain(
      'name must be lower-case letters, digits and hyphens, begin with a letter and not end in a hyphen (google resource), got "Acme_dev"',
    );
  });

  it("where nothing stands in it, and where the place is none", () => {
    expect(refused({ subnets: {}, project: "123456", region: "europe" })).toEqual([
      'project must be a project id, not a number, got "123456"',
      'region must be a region such as europe-west1, got "europe"',
      "subnets must name at least one subnet",
    ]);
  });

  it("where the way out contradicts itself", () => {
    expect(refused({ egress: "none", nat: { addresses: ["a"] } })).toEqual([
      "nat must be left out where egress is none",
    ]);
    expect(refused({ nat: { addresses: ["a", "a"], ports: { from: 100, to: 64 } } })).toEqual([
      'nat.addresses must not repeat a value, got "a"',
      "nat.ports.from must be a power of 2 from 32 to 32768, got 100",
      "nat.ports.to must be a power of 2 above nat.ports.from, at most 65536, got 64",
    ]);
  });

  it("where records are turned off without a reason, or ask for more than all", () => {
    expect(refused({ flowLogs: { off: { reason: "" } } })).toEqual([
      'flowLogs.off.reason must say why in 10 to 200 characters, got ""',
    ]);
    expect(refused({ flowLogs: { sampling: 2, intervalSeconds: 7 as never } })).toEqual([
      "flowLogs.sampling must be above 0 and at most 1, got 2",
      "flowLogs.intervalSeconds must be one of 5, 30, 60, 300, 600, 900, got 7",
    ]);
  });

  it("where a machine asks for a subnet that is not there", () => {
    const ask = (make: (stack: never) => { subnetId(key: string): string }) =>
      refusal(() => synth((stack) => make(stack as never).subnetId("jobs")));
    expect(ask((stack) => new Network(stack, "network", PROPS))).toBe(
      'test/network: subnet must be one of hosts, got "jobs"',
    );
    const { name, project, region } = PROPS;
    const known = { name, project, region, subnets: ["hosts"] };
    expect(ask((stack) => Network.fromExisting(stack, "network", known))).toBe(
      'test/network: subnet must be one of hosts, got "jobs"',
    );
  });
});
