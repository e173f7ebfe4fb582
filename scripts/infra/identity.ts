import { table } from "../terminal/table.ts";
import { command, UsageError } from "./command.ts";

/** Tells as whom CI calls the clouds. */
export const identityCommand = command({
  summary: "tell as whom a job of CI plans or applies an environment; it holds no key",
  operands: {
    name: "<environment> plan|apply",
    summary: "the environment, and what the job is for",
    atLeast: 2,
    atMost: 2,
  },
  options: {
    ci: {
      kind: "text",
      value: "<key>",
      summary: "for jobs of another CI than GitHub, as ci.google.others names it",
    },
  },
  more: "On GitHub the values are outputs of the step: aws-role, google-account, and so on.",
  async run({ operands, options, json }, { env, print }) {
    const [name = "", purpose] = operands;
    if (purpose !== "plan" && purpose !== "apply") {
      throw new UsageError(`infra identity: it must be plan or apply, got ${purpose}`);
    }
    const { ENVIRONMENTS } = await import("@groundplan/environments/estate");
    const { identityOf, identityOutputs } = await import("../identity/identity.ts");
    const { giveOutputs } = await import("../handover/outputs.ts");
    const identity = identityOf(ENVIRONMENTS, name, purpose, options.ci);
    const outputs = identityOutputs(identity);
    giveOutputs(env, outputs);
    print(json ? JSON.stringify(identity, null, 2) : table(Object.entries(outputs)));
    return 0;
  },
});
