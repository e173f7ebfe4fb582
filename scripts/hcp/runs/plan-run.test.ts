import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { missing } from "../../parts/parts.ts";
import type { PlanMode } from "../../plan/mode.ts";
import type { Planned } from "../../plan/planning.ts";
import { until } from "../../rehearsal/run/testing/project.ts";
import type { Stack } from "../../stacks/manifest.ts";
import { TestDesk } from "../testing/desk.ts";
import { StandIn, TOKEN } from "../testing/stand-in.ts";
import { planRemotely } from "./plan-run.ts";

const BODY = {
  resource: { terraform_data: { app: { input: "one" } } },
  output: { app: { value: "${terraform_data.app.output}" } },
};

const SENTINEL = {
  passed: 1,
  "total-failed": 1,
  sentinel: {
    data: {
      guard: {
        policies: [
          { policy: { name: "no-public", "enforcement-level": "soft-mandatory" }, result: false },
          { policy: { name: "tags", "enforcement-level": "advisory" }, result: true },
        ],
      },
    },
  },
};

const SKIP = missing("terraform") || missing("openssl");

describe.skipIf(SKIP)("a plan by a remote run", { timeout: 120_000 }, () => {
  let hcp: StandIn;
  let desk: TestDesk;
  beforeAll(async () => {
    hcp = await StandIn.start();
  });
  afterAll(() => hcp.stop());
  beforeEach(async () => {
    await hcp.reset();
    desk = new TestDesk(hcp);
    hcp.store.addWorkspace({ name: "acme-dev-app" });
  });
  const page = (run: string) => `https://${hcp.host}/app/acme/workspaces/acme-dev-app/runs/${run}`;
  const lastRun = () => hcp.store.workspaces[0]!.runs.at(-1)!;

  async function plan(
    stack: Stack = desk.stack("dev-app", BODY),
    mode: PlanMode = "normal",
  ): Promise<Planned> {
    const seat = await desk.seat(stack);
    return planRemotely({ stack, say: desk.say, mode }, seat);
  }

  it("can never be applied, and gives the plan as Terraform writes it", async () => {
    hcp.checks = {
      cost: COST,
      policy: {
        status: "passes",
        scope: "organization",
        result: { ...SENTINEL, passed: 2, "total-failed": 0 },
      },
    };
    const planned = await plan();
    expect(planned.result).toBe("planned");
    expect(planned.official).toMatchObject({ add: 1, change: 0, remove: 0 });
    expect(planned.plan?.resource_changes?.[0]?.address).toBe("terraform_data.app");
    expect(lastRun().attributes["plan-only"]).toBe(true);
    expect(desk.said.filter((text) => !/^(plans|waits its turn)$/.test(text))).toEqual([
      "uploads its configuration",
      `runs at ${page(lastRun().id)}`,
      "planned, nothing to apply",
      "cost estimate: USD 12.50 a month, +USD 2.50",
      "policies of the organization: passes: 2 of 2 passed",
    ]);
  });

  it("hands soft-failed policies and run tasks to the reviewer", async () => {
    hcp.checks = {
      policy: { status: "soft_failed", scope: "organization", result: SENTINEL },
      tasks: [
        {
          "task-name": "scan",
          status: "failed",
          message: "2 open ports",
          "workspace-task-enforcement-level": "advisory",
        },
      ],
    };
    const { result, findings } = await plan();
    expect(result).toBe("planned");
    expect(findings).toEqual([
      {
        tool: "HCP Terraform",
        rule: "guard/no-public",
        severity: "error",
        message: "the policy failed; it is soft mandatory",
        stack: "dev-app",
      },
      {
        tool: "HCP Terraform",
        rule: "run task scan",
        severity: "warning",
        message: "2 open ports",
        stack: "dev-app",
      },
    ]);
  });

  it("fails where a policy must hold and does not, and still shows the plan", async () => {
    hcp.checks = { policy: { status: "hard_failed", scope: "organization", result: SENTINEL } };
    const { result, plan: shown, problems } = await plan();
    expect(result).toBe("failed");
    expect(shown?.resource_changes).toHaveLength(1);
    expect(problems).toEqual([
      { text: `guard/no-public: the policy failed; it is soft mandatory; ${page(lastRun().id)}` },
    ]);
  });

  it("only looks for drift where that was asked for", async () => {
    const { result, plan: shown } = await plan(undefined, "refresh-only");
    expect(result).toBe("planned");
    expect(shown?.resource_changes ?? []).toEqual([]);
    expect(lastRun().attributes["refresh-only"]).toBe(true);
  });

  it("fails in Terraform's words, with the construct that they are about", async () => {
    const body = { ...BODY, output: { app: { value: "${terraform_data.gone.output}" } } };
    const { problems, result } = await plan(desk.stack("dev-app", body));
    expect(result).toBe("failed");
    expect(problems[0]?.text).toContain("Reference to undeclared resource");
  });

  it("fails in Terraform's words also where the workspace logs plain text", async () => {
    hcp.store.workspaces[0]!.attributes["structured-run-output-enabled"] = false;
    const precondition = [
      { condition: '${terraform.workspace == ""}', error_message: "never on a Friday" },
    ];
    const resource = { terraform_data: { app: { lifecycle: { precondition } } } };
    const { problems } = await plan(desk.stack("dev-app", { resource }));
    expect(problems[0]?.text).toMatch(/^Error: Resource precondition failed\n/);
    expect(problems[0]?.text).toContain("never on a Friday");
  });

  it("reads a plan without sensitive values where the token may only plan, and says so", async () => {
    hcp.admin = false;
    const resource = { terraform_data: { app: { input: '${sensitive("hunter2-secret")}' } } };
    const { json, warnings, result } = await plan(desk.stack("dev-app", { resource }));
    expect(result).toBe("planned");
    expect(json).not.toContain("hunter2");
    expect(warnings.map(({ text }) => text)).toEqual([
      "The token may not see sensitive values, so that a change of one cannot be told from none. An apply must be made with the same rights, or its plan seems to be another.",
    ]);
  });

  it("warns where no lock of the providers goes with it", async () => {
    const stack = desk.stack("dev-app", BODY);
    const required_providers = { terraform: { source: "terraform.io/builtin/terraform" } };
    const terraform = { ...stack.template.terraform, required_providers };
    const { warnings } = await plan({ ...stack, template: { ...stack.template, terraform } });
    expect(warnings.map(({ text }) => text)).toEqual([
      'There is no lock of the providers to upload, so the run takes what the registry gives: write one with "infra lock".',
    ]);
  });

  it("says where the run is when the token expires meanwhile", async () => {
    const gone = { status: 401, body: { errors: [{ title: "unauthorized" }] } };
    hcp.fail({ on: /GET \/api\/v2\/plans/, times: 1, reply: gone });
    const { result, problems } = await plan();
    expect(result).toBe("failed");
    expect(problems).toEqual([
      {
        text: `${hcp.host}: cannot read the plan of ${lastRun().id}: the token in TF_TOKEN_${hcp.host} is not accepted; it has expired or was revoked: run "terraform login ${hcp.host}", or put a new one there; the run goes on and changes nothing: ${page(lastRun().id)}`,
      },
    ]);
  });

  it("loses and repeats nothing when the connection is lost again and again", async () => {
    hcp.fail({ on: /archivist\/logs/, times: 3, reply: "cut" });
    hcp.fail({ on: /GET \/api\/v2\/runs/, times: 3, reply: "cut" });
    const { official, result } = await plan();
    expect(result).toBe("planned");
    expect(official).toMatchObject({ add: 1 });
  });

  it("says that the run goes on when the connection stays lost", async () => {
    hcp.fail({ on: /GET \/api\/v2\/runs/, times: 99, reply: "cut" });
    const { result, problems } = await plan();
    expect(result).toBe("failed");
    expect(problems).toEqual([
      {
        text: `${hcp.host}: cannot read ${lastRun().id}: the connection was lost (ECONNRESET); nothing is lost: run the same command again; the run goes on and changes nothing: ${page(lastRun().id)}`,
      },
    ]);
  });

  it("is stopped by an interrupt, which cancels the run", async () => {
    const resource = { terraform_data: { app: { input: "${timestamp()}" } } };
    hcp.fail({ on: /GET \/api\/v2\/plans/, times: 1, reply: { status: 503 } });
    const going = plan(desk.stack("dev-app", { resource }));
    await until(() => desk.said.some((text) => text.startsWith("runs at")), "it runs");
    desk.interrupts.hear();
    const { result, problems } = await going;
    expect(result).toBe("stopped");
    expect(problems).toEqual([{ text: `stopped on request; ${page(lastRun().id)}` }]);
    expect(hcp.count(/POST .*actions\/cancel/)).toBe(1);
  });

  it("tells that somebody has canceled it", async () => {
    const going = plan();
    await until(() => hcp.store.workspaces[0]!.runs.length > 0, "there is a run");
    hcp.runner.cancel(lastRun());
    expect((await going).problems).toEqual([
      { text: `the run was canceled; who did it stands at ${page(lastRun().id)}` },
    ]);
  });

  it("is refused with the way out where there is no workspace", async () => {
    hcp.store.workspaces.length = 0;
    const stack = desk.stack("dev-app", BODY);
    expect(await desk.remote.seatOf(stack)).toBe(
      `${hcp.host}: cannot read workspace acme-dev-app of organization acme: it is not there, or the token in TF_TOKEN_${hcp.host} may not see it; make it with "infra hcp sync dev" (https://${hcp.host}/app/acme/workspaces/acme-dev-app)`,
    );
  });

  it("is refused when the token has expired, without a word of the token", async () => {
    hcp.token = "another";
    const told = await desk.remote.seatOf(desk.stack("dev-app", BODY));
    expect(told).toBe(
      `${hcp.host}: cannot read workspace acme-dev-app of organization acme: the token in TF_TOKEN_${hcp.host} is not accepted; it has expired or was revoked: run "terraform login ${hcp.host}", or put a new one there`,
    );
    expect(told).not.toContain(TOKEN);
  });
});

const COST = {
  status: "finished",
  "prior-monthly-cost": "10.0",
  "proposed-monthly-cost": "12.5",
  "delta-monthly-cost": "2.5",
};
