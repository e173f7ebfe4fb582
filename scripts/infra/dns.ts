import { STEPS, type Step } from "../dns/move/outcome.ts";
import { command, UsageError } from "./command.ts";

/** What can be asked: the steps in their order, the way back, and a look. */
const VERBS: readonly string[] = [...STEPS, "rollback", "status"];

/** Moves a live zone from Route 53 to Cloudflare. */
export const dnsCommand = command({
  summary: "move a live zone from Route 53 to Cloudflare, step by step, without an outage",
  operands: {
    name: "<step> <zone> [<name>]",
    summary: "a step of those below, the zone, and for proxy a name",
    atLeast: 2,
    atMost: 3,
  },
  options: {
    folder: {
      kind: "text",
      value: "<folder>",
      summary: "the move's folder (default: dns-moves/<zone>)",
    },
    "hosted-zone": { kind: "text", value: "<id>", summary: "export: Route 53's id of the zone" },
    plan: { kind: "text", value: "<plan>", summary: "export: plan of the zone at Cloudflare" },
    records: {
      kind: "text",
      value: "<file>",
      summary: "export: where convert writes (default: records.ts in the move's folder)",
    },
    "accept-change": {
      kind: "switch",
      summary: "export, convert: much has changed since the last time, and it is meant",
    },
    wait: {
      kind: "number",
      value: "<minutes>",
      summary: "watch: look until all is well, or so long",
    },
    grey: { kind: "switch", summary: "proxy: take the name back" },
  },
  more: [
    `Steps: ${STEPS.join(", ")}; rollback at any of them; status.`,
    "Every step is a gate: it ends with 0 when the next one may begin, and with 1 when something is in the",
    "way. Any of them can be taken again. All that was found lies in the move's folder, for version control,",
    "with report.html for people. Route 53 is read with the credentials of AWS's own tools, Cloudflare with",
    "CLOUDFLARE_API_TOKEN. Nothing is written there: records are Terraform's, name servers the registrar's.",
    "watch asks Cloudflare, once an hour at most, to look at the delegation.",
  ].join("\n"),
  exits: "0 the gate is open, 1 it is closed or the step failed, 2 used wrongly",
  async run({ operands: [verb = "", zone = "", name], options, json }, context) {
    checkUse(verb, zone, name);
    const { openFolder, mustHaveBegun, takeStep } = await import("../dns/command.ts");
    const { env, talk, print, folder: base } = context;
    if (verb === "status") {
      const { statusText } = await import("../dns/report/status.ts");
      const folder = openFolder({ zone, base, folder: options.folder });
      mustHaveBegun(folder, base);
      print(json ? JSON.stringify(folder.progress, null, 2) : statusText(folder.progress));
      return 0;
    }
    const { openWorld } = await import("../dns/open-world.ts");
    const { outcomeText } = await import("../stepwise/text.ts");
    const world = openWorld({ env, talk, now: () => new Date() });
    try {
      const outcome = await takeStep(world, {
        ...{ verb: verb as Step, zone, name, base },
        ...{ folder: options.folder, plan: options.plan, records: options.records },
        ...{ grey: options.grey, waitMinutes: options.wait },
        hostedZoneId: options["hosted-zone"],
        acceptChange: options["accept-change"],
      });
      print(json ? JSON.stringify(outcome, null, 2) : outcomeText(outcome));
      return outcome.holds ? 0 : 1;
    } finally {
      world.close();
    }
  },
});

function checkUse(verb: string, zone: string, name: string | undefined): void {
  if (!VERBS.includes(verb)) {
    throw new UsageError(`infra dns: it must be one of ${VERBS.join(", ")}, got ${verb}`);
  }
  if (!/^([a-z0-9_]([a-z0-9_-]*[a-z0-9_])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/.test(zone)) {
    throw new UsageError(
      `infra dns: the zone must be a lower-case domain name without a final dot, got ${zone}`,
    );
  }
  const wantsName = verb === "proxy";
  if (wantsName === (name !== undefined)) return;
  throw new UsageError(
    wantsName
      ? `infra dns proxy wants a name: infra dns proxy ${zone} www.${zone}`
      : `infra dns ${verb} does not know what to do with ${name}`,
  );
}
