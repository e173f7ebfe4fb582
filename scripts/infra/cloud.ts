import { command, UsageError } from "./command.ts";

const USAGE: Readonly<Record<string, string>> = {
  list: "infra cloud list <stack>",
  set: "infra cloud set <stack> <address> <attribute>=<value>...",
  lose: "infra cloud lose <stack> <address>",
};

/** Looks into the rehearsal cloud, and changes it behind Terraform's back. */
export const cloudCommand = command({
  summary: "look into the rehearsal cloud, or change it behind Terraform's back to see the drift",
  operands: {
    name: "list|set|lose <stack> [<address>] [<attribute>=<value>]...",
    summary: "what to do, with which thing of which stack",
    atLeast: 2,
  },
  options: {},
  more: [
    `${USAGE["list"]}: what the stack has in the cloud, with its addresses`,
    `${USAGE["set"]}: changes a thing; the next plan shows the drift`,
    `${USAGE["lose"]}: makes a thing vanish; the next plan makes it anew`,
    "A thing that no state speaks of goes by its handle, which the list shows. An attribute may lie",
    "deeper: versioning_configuration[0].status=Disabled. A value that is no text is JSON.",
  ].join("\n"),
  async run({ operands, json }, { project, typed, talk, print }) {
    const [verb = "", stack = "", address, ...settings] = operands;
    const usage = USAGE[verb];
    if (!usage) {
      throw new UsageError(`infra cloud: it must be list, set or lose, got ${verb}`);
    }
    const wanted = verb === "list" ? 2 : verb === "lose" ? 3 : Math.max(4, operands.length);
    if (operands.length !== wanted) throw new UsageError(`usage: ${usage}`);
    const { CloudDesk } = await import("../rehearsal/run/cloud-desk.ts");
    const desk = new CloudDesk({ project: project(), stack, command: typed, talk });
    try {
      if (verb === "list") {
        const { table } = await import("../terminal/table.ts");
        const things = desk.list();
        const rows = things.map((each) => [each.address ?? `(${each.handle})`, each.id]);
        print(json ? JSON.stringify(things, null, 2) : table([["address", "id"], ...rows]));
        return 0;
      }
      const said = verb === "lose" ? desk.lose(address!) : desk.set(address!, settings);
      print(json ? JSON.stringify({ said }, null, 2) : said.join("\n"));
      return 0;
    } finally {
      await desk.close();
    }
  },
});
