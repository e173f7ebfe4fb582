import { nameProblem } from "@groundplan/core/naming";
import { type Finding, matching } from "@groundplan/core/problems";
import type { PerStage } from "@groundplan/core/stage";
import { addressProblems } from "./address-plan.ts";
import { natProblems } from "./egress.ts";
import { flowLogProblems } from "./flow-logs.ts";
import type { NetworkProps } from "./props.ts";

/** What a stage gets where the caller says nothing. The README's table is checked against it. */
export const DEFAULTS = {
  natAddresses: { dev: [], prod: ["a", "b"] } as PerStage<readonly string[]>,
  routing: { dev: "regional", prod: "global" } as PerStage<"regional" | "global">,
  flowLogs: { dev: false, prod: true },
  privateServicesPrefix: { dev: 20, prod: 16 },
  abandonPrivateServices: { dev: true, prod: false },
  protectAddresses: { dev: false, prod: true },
} satisfies Record<string, PerStage<unknown>>;

/** The props with every default in its place: no line after this one knows the stage. */
export type SettledNetwork = ReturnType<typeof resolveNetwork>;

/** Settles every value: the caller's, else the stage's default. */
export function resolveNetwork(props: NetworkProps) {
  const { stage, nat } = props;
  const egress = props.egress ?? "nat";
  return {
    egress,
    natAddresses: nat?.addresses ?? (egress === "nat" ? DEFAULTS.natAddresses[stage] : []),
    ports: nat?.ports ?? { from: 64, to: 4096 },
    routing: props.routing ?? DEFAULTS.routing[stage],
    logsByDefault: DEFAULTS.flowLogs[stage],
    servicesPrefix: DEFAULTS.privateServicesPrefix[stage],
    abandonServices: DEFAULTS.abandonPrivateServices[stage],
    protectAddresses: props.protectAddresses ?? DEFAULTS.protectAddresses[stage],
  };
}

/** Everything that is wrong with the props, in the words of the props. */
export function networkProblems(props: NetworkProps): Finding[] {
  const { name, subnets, project, region } = props;
  const settled = resolveNetwork(props);
  const parts = [
    ...Object.keys(subnets),
    ...settled.natAddresses.map((key) => `nat-${key}`),
    "services",
    "router",
    "deny-ingress",
  ];
  return [
    nameProblem("name", "google-resource", name),
    ...parts.map((part) => {
      const finding = nameProblem("name", "google-resource", `${name}-${part}`);
      return finding && { ...finding, rule: `leave room for -${part}: ${finding.rule}` };
    }),
    matching("project", project, /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/, "be a project id, not a number"),
    matching("region", region, /^[a-z]+-[a-z]+\d+$/, "be a region such as europe-west1"),
    ...addressProblems(props, settled.servicesPrefix),
    ...natProblems(settled.egress, props.nat ?? {}),
    ...flowLogProblems(props.flowLogs),
  ];
}
