import { command, UsageError } from "./command.ts";

/** Verbs in the order in which they are taken. */
const VERBS = ["export", "convert", "parity"];

/** Moves a live zone from Route 53 to Cloudflare. */
export const dnsCommand = command({
  summary: "move a live zone from Route 53 to Cloudflare, step by step, without an outage",
  operands: {
    name: "<step> <zone>",
    summary: `a step (${VERBS.join(", ")}) and the zone's name`,
    atLeast: 2,
    atMost: 2,
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
      summary: "export: where convert writes (default: records.ts there)",
    },
    "accept-change": {
      kind: "switch",
      summary: "export, convert: much has changed since the last time, and it is meant",
    },
  },
  more: [
    "Every step is a gate: it ends with 0 when the next one may begin, and with 1 when it says what is in",
    "the way. It can be taken again at any time. What was found is kept in the move's folder, for git.",
  ].join("\n"),
  exits: "0 the gate is open, 1 it is closed or the step failed, 2 used wrongly",
  async run({ operands: [verb = "", zone = ""], options, json }, context) {
    if (!VERBS.includes(verb)) {
      throw new UsageError(`infra dns: it must be ${VERBS.join(", ")}, got ${verb}`);
    }
    const { openWorld } = await import("../dns/open-world.ts");
    const { takeStep } = await import("../dns/command.ts");
    const { outcomeText } = await import("../dns/report/text.ts");
    const { env, talk, print, folder: base } = context;
    const world = openWorld({ env, talk, now: () => new Date() });
    try {
      const outcome = await takeStep(world, {
        ...{ verb, zone, base },
        folder: options.folder,
        hostedZoneId: options["hosted-zone"],
        plan: options.plan,
        records: options.records,
        acceptChange: options["accept-change"],
      });
      print(json ? JSON.stringify(outcome, null, 2) : outcomeText(outcome));
      return outcome.holds ? 0 : 1;
    } finally {
      world.close();
    }
  },
});
