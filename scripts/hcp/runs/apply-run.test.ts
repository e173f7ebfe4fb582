// @module-tag long
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { missing } from "../../parts/parts.ts";
import { until } from "../../rehearsal/run/testing/project.ts";
import type { PlanJson } from "../../review/plan/plan-json.ts";
import { TestDesk } from "../testing/desk.ts";
import { StandIn } from "../testing/stand-in.ts";
import type { Attributes } from "../testing/store.ts";
import { applyRemotely } from "./apply-run.ts";
import { packFolder } from "./archive.ts";
import type { RemoteApplied } from "./remote-apply.ts";

const BODY = {
  resource: { terraform_data: { app: { input: "one" } } },
  output: { app: { value: "${terraform_data.app.output}" } },
};

const REVIEWED = "0123456789abcdef";

const SKIP = missing("terraform") || missing("openssl");

describe.skipIf(SKIP)("an apply by a remote run", { timeout: 120_000 }, () => {
  let hcp: StandIn;
  let desk: TestDesk;
  let judged: PlanJson[];
  beforeAll(async () => {
    hcp = await StandIn.start();
  });
  afterAll(() => hcp.stop());
  beforeEach(async () => {
    await hcp.reset();
    desk = new TestDesk(hcp);
    judged = [];
    hcp.store.addWorkspace({ name: "acme-dev-app" });
  });
  const workspace = () => hcp.store.workspaces[0]!;
  const lastRun = () => workspace().runs.at(-1)!;
  const page = (run = lastRun().id) =>
    `https://${hcp.host}/app/acme/workspaces/acme-dev-app/runs/${run}`;
  const states = () => workspace().states.length;

  async function apply(
    may: boolean | (() => boolean) = true,
    body: object = BODY,
  ): Promise<RemoteApplied> {
    const stack = desk.stack("dev-app", body);
    const judge = (plan: PlanJson) => {
      judged.push(plan);
      return typeof may === "boolean" ? may : may();
    };
    const seat = await desk.seat(stack);
    return applyRemotely({ seat, stack, reviewed: REVIEWED, judge, say: desk.say, mode: "normal" });
  }

  it("confirms exactly the run whose plan was judged, and follows it to its end", async () => {
    expect(await apply()).toEqual({ result: "applied", problems: [], findings: [], page: page() });
    expect(judged[0]?.resource_changes?.[0]?.address).toBe("terraform_data.app");
    expect(hcp.count(/POST .*actions\/apply/)).toBe(1);
    expect(states()).toBe(1);
    expect(desk.said).toContain("terraform_data.app: Creating...");
  });

  it("confirms nothing without the judge's word, and discards the run", async () => {
    expect((await apply(false)).result).toBe("refused");
    expect(lastRun().attributes.status).toBe("discarded");
    expect(states()).toBe(0);
  });

  it("has nothing to do the second time", async () => {
    await apply();
    expect((await apply()).result).toBe("nothing to do");
    expect(judged).toHaveLength(1);
  });

  it("changes nothing where a person has locked the workspace, and says who", async () => {
    hcp.store.things.set("users/user-1", { attributes: { username: "ada" } });
    workspace().lock = { type: "users", id: "user-1" };
    workspace().attributes["locked-reason"] = "moving the database";
    expect(await apply()).toEqual({
      result: "waiting",
      problems: [
        `workspace acme-dev-app is in use: user ada has locked it, moving the database; it is unlocked at https://${hcp.host}/app/acme/workspaces/acme-dev-app, by them, then run the same command again`,
      ],
      findings: [],
    });
    expect(workspace().runs).toHaveLength(0);
  });

  it("changes nothing where another run waits for confirmation, and says which", async () => {
    await otherRun({ message: "by hand", source: "tfe-ui" });
    const { result, problems } = await apply();
    expect(result).toBe("waiting");
    expect(problems).toEqual([
      `workspace acme-dev-app is in use: ${lastRun().id} (by hand) waits for confirmation since 2026-01-02T03:04:05.000Z; confirm or discard it at ${page()}, then run the same command again`,
    ]);
    expect(workspace().runs).toHaveLength(1);
  });

  it("takes the place of a run that a run trigger made and that waits", async () => {
    await otherRun({ message: "Triggered by workspace", source: "tfe-run-trigger" });
    const triggered = lastRun();
    expect((await apply()).result).toBe("applied");
    expect(triggered.attributes.status).toBe("discarded");
    expect(desk.said).toContain(
      `discarded ${triggered.id}, which a run trigger had made: this apply plans the same and more`,
    );
  });

  it("waits for a run trigger's run that still plans, and takes its place then", async () => {
    startOther({ message: "Triggered by workspace", source: "tfe-run-trigger" });
    const triggered = lastRun();
    expect((await apply()).result).toBe("applied");
    expect(triggered.attributes.status).toBe("discarded");
  });

  it("leaves the queue when the run before it turns out to wait for somebody", async () => {
    startOther({ message: "by hand", source: "tfe-ui" });
    const other = lastRun();
    const { result, problems } = await apply();
    expect(result).toBe("waiting");
    expect(problems[0]).toContain(`is in use: ${other.id} (by hand) waits for confirmation`);
    expect(other.attributes.status).toBe("planned");
    expect(lastRun().attributes.status).toBe("canceled");
  });

  it("takes up its own run that was left waiting", async () => {
    await otherRun({ message: `infra apply dev-app, reviewed as ${REVIEWED.slice(0, 12)}` });
    expect((await apply()).result).toBe("applied");
    expect(workspace().runs).toHaveLength(1);
    expect(judged).toHaveLength(1);
  });

  it("waits for an override of a policy that failed softly, with the run left as it is", async () => {
    hcp.checks = { policy: { status: "soft_failed", scope: "organization" } };
    const { result, problems } = await apply();
    expect(result).toBe("waiting");
    expect(problems).toEqual([
      `what it would do is what was reviewed, and a policy must be overridden first: do it at ${page()}, then run the same command again`,
    ]);
    expect(lastRun().attributes.status).toBe("policy_override");
  });

  it("reports what failed while it was applied", async () => {
    const provisioner = [{ "local-exec": { command: "exit 3" } }];
    const { result, problems } = await apply(true, {
      resource: { terraform_data: { app: { provisioner } } },
    });
    expect(result).toBe("failed");
    expect(problems[0]).toContain("local-exec provisioner error");
    expect(problems.at(-1)).toBe("some of it may be done: plan again to see");
  });

  it("reports that somebody discarded the run, and that nothing was changed", async () => {
    const going = apply();
    await until(() => workspace().runs.length > 0, "there is a run");
    hcp.runner.cancel(lastRun());
    expect((await going).problems).toEqual([
      `the run was canceled; nothing was changed; who did it stands at ${page()}`,
    ]);
  });

  it("counts a confirmation as done whose answer was lost", async () => {
    hcp.fail({ on: /POST .*actions\/apply/, times: 1, reply: "cut after" });
    expect((await apply()).result).toBe("applied");
    expect(hcp.count(/POST .*actions\/apply/)).toBe(1);
  });

  it("says what is not known when the connection is lost for good while it applies", async () => {
    const cut = { on: /GET \/api\/v2\/applies/, times: 99, reply: "cut" } as const;
    const { result, problems } = await apply(() => {
      hcp.fail(cut);
      return true;
    });
    expect(result).toBe("unknown");
    expect(problems).toEqual([
      `${hcp.host}: cannot read the apply of ${lastRun().id}: the connection was lost (ECONNRESET); nothing is lost: run the same command again; the run goes on without us: ${page()}; the same command takes it up again`,
    ]);
  });

  it("says that nothing was changed when the connection is lost before it confirms", async () => {
    hcp.fail({ on: /json-output/, times: 99, reply: "cut" });
    const { result, problems } = await apply();
    expect(result).toBe("failed");
    expect(problems).toEqual([
      `${hcp.host}: cannot read the plan of ${lastRun().id}: the connection was lost (ECONNRESET); nothing is lost: run the same command again; nothing was changed: ${page()}; the same command takes it up again`,
    ]);
  });

  it("leaves no run waiting whose plan cannot be judged", async () => {
    const stack = desk.stack("dev-app", BODY);
    const seat = await desk.seat(stack);
    const judge = () => {
      throw new Error("unjudged");
    };
    const common = { seat, stack, reviewed: REVIEWED, say: desk.say, mode: "normal" } as const;
    await expect(applyRemotely({ ...common, judge })).rejects.toThrow("unjudged");
    expect(lastRun().attributes.status).toBe("discarded");
  });

  it("destroys where that was planned", async () => {
    await apply();
    const stack = desk.stack("dev-app", BODY);
    const seat = await desk.seat(stack);
    const judge = (plan: PlanJson) => plan.resource_changes?.[0]?.change.actions[0] === "delete";
    const common = { seat, stack, reviewed: "gone", say: desk.say, mode: "destroy" } as const;
    expect((await applyRemotely({ ...common, judge })).result).toBe("applied");
    const state = JSON.parse(String(workspace().states.at(-1)!.bytes));
    expect(state.resources).toEqual([]);
  });

  it("asks the run to stop at the first interrupt, as Terraform is asked", async () => {
    const go = join(hcp.root, "go");
    const command = `while [ ! -e ${go} ]; do sleep 0.05; done`;
    const app = { provisioner: [{ "local-exec": { command } }] };
    const resource = { terraform_data: { app, next: { input: "${terraform_data.app.id}" } } };
    const going = apply(true, { resource });
    await until(() => desk.said.includes("terraform_data.app: Creating..."), "it applies");
    desk.interrupts.hear();
    await until(() => hcp.count(/POST .*actions\/cancel/) > 0, "it was canceled");
    writeFileSync(go, "");
    const { result, problems } = await going;
    expect(result).toBe("failed");
    expect(problems[0]).toBe(
      `the run was canceled; some of it may be done: plan again to see; who did it stands at ${page()}`,
    );
    expect(states()).toBe(1);
  });

  /** A run of somebody else's, which begins to plan. */
  function startOther(attributes: Attributes): void {
    const files = packFolder(desk.stack("dev-app", BODY).folder);
    hcp.runner.create({ workspace: workspace(), files, attributes });
  }

  /** The same, and now it waits. */
  async function otherRun(attributes: Attributes): Promise<void> {
    startOther(attributes);
    await hcp.runner.rest();
  }
});
