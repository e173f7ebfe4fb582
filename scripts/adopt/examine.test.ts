import { describe, expect, it } from "vitest";
import { type Examined, examine, type Question } from "./examine.ts";
import { stackOf, thingOf } from "./testing/estate.ts";

const bucket = (name: string) => ({ google_storage_bucket: { backups: { name, location: "EU" } } });
const account = { google_service_account: { host: { account_id: "host", display_name: "h" } } };
const MEMBER = "serviceAccount:host@acme-dev.iam.gserviceaccount.com";

const look = (question: Partial<Question>): Examined =>
  examine({
    stacks: [],
    things: [],
    decisions: {},
    where: "adoption.json",
    names: {},
    kept: {},
    ...question,
  });

/** What was taken over, as `<old> -> <stack> <address>`. */
const taken = ({ adopted }: Examined) =>
  adopted.map(({ old, stack, address }) => `${old} -> ${stack} ${address}`);

describe("old things", () => {
  it("are found by what they are called, whatever their address was", () => {
    const found = look({
      stacks: [stackOf("dev-app-backup", bucket("dumps"))],
      things: [
        thingOf('old module.x["a"].google_storage_bucket.b', {
          ...{ name: "dumps", location: "EU", effective_labels: {} },
        }),
      ],
    });
    expect(found.adopted).toMatchObject([
      {
        address: "google_storage_bucket.backups",
        importId: expect.any(String),
        changes: ["labels"],
      },
    ]);
  });

  it("are found by what they refer to, over references and contracts of other stacks", () => {
    const output = { host_member: { value: "${google_service_account.host.member}" } };
    const read = { backend: "gcs", config: { bucket: "states", prefix: "dev-app-host" } };
    const grant = {
      bucket: "${google_storage_bucket.backups.name}",
      role: "roles/storage.objectCreator",
      member: "${data.terraform_remote_state.host.outputs.host_member}",
    };
    const stacks = [
      stackOf(
        "dev-app-backup",
        { ...bucket("dumps"), google_storage_bucket_iam_member: { write: grant } },
        { data: { terraform_remote_state: { host: read } } },
      ),
      stackOf("dev-app-host", account, { output }),
    ];
    const role = grant.role;
    const found = look({
      stacks,
      things: [
        thingOf("old google_storage_bucket_iam_member.w", {
          ...{ id: `b/dumps/${role}/${MEMBER}`, bucket: "b/dumps", role, member: MEMBER },
        }),
        thingOf("old google_service_account.h", {
          ...{ account_id: "host", project: "acme-dev", member: MEMBER },
        }),
      ],
    });
    expect(taken(found)).toEqual([
      "old google_service_account.h -> dev-app-host google_service_account.host",
      "old google_storage_bucket_iam_member.w -> dev-app-backup google_storage_bucket_iam_member.write",
    ]);
    expect(found.adopted[1]?.importId).toBe(`b/dumps ${role} ${MEMBER}`);
  });

  it("of two environments in one state are told apart, and so are workspaces that say otherwise", () => {
    const found = look({
      stacks: [stackOf("dev-app-host", account), stackOf("prod-app-host", account)],
      things: [
        thingOf("dev google_service_account.one", { account_id: "host", project: "acme-dev" }),
        thingOf("dev google_service_account.two", { account_id: "host", project: "acme-prod" }),
      ],
    });
    expect(taken(found)).toEqual([
      "dev google_service_account.one -> dev-app-host google_service_account.host",
      "dev google_service_account.two -> prod-app-host google_service_account.host",
    ]);
  });

  it("of another account are not ours, whatever their name", () => {
    const role = { aws_iam_role: { app: { name: "app" } } };
    const provider = { aws: [{ region: "eu-west-1", allowed_account_ids: ["111122223333"] }] };
    const arn = (account: string) => `arn:aws:iam::${account}:role/app`;
    const found = look({
      stacks: [stackOf("dev-app-service", role, { provider })],
      things: [
        thingOf("old aws_iam_role.a", { name: "app", arn: arn("444455556666") }),
        thingOf("old aws_iam_role.b", { name: "app", arn: arn("111122223333") }),
      ],
    });
    expect(taken(found)).toEqual(["old aws_iam_role.b -> dev-app-service aws_iam_role.app"]);
    expect(found.left).toMatchObject([
      { reason: "it stands in account 444455556666, which no environment names" },
    ]);
  });

  it("that two states speak of are taken over once", () => {
    const thing = { id: "dumps", name: "dumps", location: "EU" };
    const found = look({
      stacks: [stackOf("dev-app-backup", bucket("dumps"))],
      things: [
        thingOf("default google_storage_bucket.a", thing),
        thingOf("dev google_storage_bucket.b", thing),
      ],
    });
    expect(found.adopted).toMatchObject([
      { old: "default google_storage_bucket.a", alsoIn: ["dev google_storage_bucket.b"] },
    ]);
  });

  it("that would both be one thing here are left to a person", () => {
    const zone = { aws_route53_zone: { zone: { name: "example.org" } } };
    const found = look({
      stacks: [stackOf("dev-app-zone", zone, { provider: {} })],
      things: [
        thingOf("old aws_route53_zone.a", { id: "Z1", name: "example.org" }),
        thingOf("old aws_route53_zone.b", { id: "Z2", name: "example.org" }),
      ],
    });
    expect(found.undecided.map(({ old, candidates }) => [old, candidates[0]?.here])).toEqual([
      ["old aws_route53_zone.a", "dev-app-zone aws_route53_zone.zone"],
      ["old aws_route53_zone.b", "dev-app-zone aws_route53_zone.zone"],
    ]);
  });

  it("of another name wait for a person, who lets them keep it", () => {
    const stacks = [
      stackOf("dev-app-backup", bucket("acme-dev-dumps")),
      stackOf("prod-app-backup", bucket("acme-prod-dumps")),
    ];
    const old = "default google_storage_bucket.b";
    const things = [thingOf(old, { name: "dumps-dev", location: "EU", labels: { env: "dev" } })];
    const names = { dev: ["acme-dev-dumps"], prod: ["acme-prod-dumps"] };
    const here = "dev-app-backup google_storage_bucket.backups";
    expect(look({ stacks, things, names }).undecided).toEqual([
      {
        old,
        candidates: [{ here, against: "would keep its name dumps-dev; would change labels" }],
      },
    ]);
    const { adopted } = look({ stacks, things, names, decisions: { [old]: here } });
    expect(adopted).toMatchObject([
      { keeps: { made: "acme-dev-dumps", name: "dumps-dev" }, changes: ["labels"], replacedBy: [] },
    ]);
    const again = look({
      ...{ things, names, kept: { dev: { "acme-dev-dumps": "dumps-dev" } } },
      stacks: [stackOf("dev-app-backup", bucket("dumps-dev"))],
    });
    expect(again.adopted).toMatchObject([{ keeps: { made: "acme-dev-dumps", name: "dumps-dev" } }]);
  });

  it("that would be replaced are not taken over until a person says so", () => {
    const stacks = [stackOf("dev-app-backup", bucket("dumps"))];
    const old = "dev google_storage_bucket.b";
    const things = [thingOf(old, { name: "dumps", location: "US" })];
    const here = "dev-app-backup google_storage_bucket.backups";
    const found = look({ stacks, things });
    expect(found.undecided).toEqual([
      { old, candidates: [{ here, against: "would be replaced: location" }] },
    ]);
    expect(found.made).toEqual({ "dev-app-backup": 1 });
    const { adopted } = look({ stacks, things, decisions: { [old]: here } });
    expect(adopted).toMatchObject([{ replacedBy: ["location"] }]);
  });

  it("that nothing here could be are left, each with the reason", () => {
    const found = look({
      stacks: [stackOf("dev-app-backup", bucket("dumps"))],
      things: [
        thingOf("dev google_pubsub_topic.t", { name: "t", project: "acme-dev" }),
        thingOf("dev google_storage_bucket.far", { name: "far", project: "elsewhere" }),
        thingOf("dev aws_iam_access_key.certbot", { id: "AKIA" }),
        { ...thingOf("dev random_id.r", {}), unfit: "it stands in none of the three clouds" },
        thingOf("dev google_storage_bucket.logs", { name: "logs", project: "acme-dev" }),
      ],
      decisions: { "dev google_storage_bucket.logs": "leave: nobody reads them" },
    });
    expect(found.left.map(({ old, reason }) => [old, reason])).toEqual([
      ["dev google_storage_bucket.logs", "nobody reads them"],
      ["dev aws_iam_access_key.certbot", "its provider cannot import it"],
      ["dev random_id.r", "it stands in none of the three clouds"],
      ["dev google_pubsub_topic.t", "nothing here is like it"],
      [
        "dev google_storage_bucket.far",
        "it stands in project elsewhere, which no environment names",
      ],
    ]);
  });
});

describe("decisions", () => {
  it("that mean nothing are told, all at once", () => {
    const things = [
      thingOf("dev google_storage_bucket.b", { id: "b", name: "b" }),
      thingOf("dev google_storage_bucket.c", { id: "c", name: "c" }),
      thingOf("dev google_storage_bucket.d", { id: "d", name: "d" }),
      thingOf("dev google_service_account.h", { account_id: "h" }),
    ];
    const here = "dev-app-backup google_storage_bucket.backups";
    const { problems } = look({
      stacks: [stackOf("dev-app-backup", bucket("dumps"))],
      things,
      decisions: {
        "dev google_storage_bucket.b": here,
        "dev google_storage_bucket.c": here,
        "dev google_storage_bucket.d": "dev-app-backup google_storage_bucket.bakups",
        "dev google_service_account.h": here,
        "dev google_storage_bucket.gone": here,
        "prod google_storage_bucket.other": "a run over other states",
      },
    });
    expect(problems).toEqual([
      `adoption.json: "dev google_storage_bucket.c" and "dev google_storage_bucket.b" cannot both become ${here}`,
      'adoption.json: "dev google_storage_bucket.d" must be "<stack> <address>" or "leave: <reason>", got "dev-app-backup google_storage_bucket.bakups"; did you mean dev-app-backup google_storage_bucket.backups?',
      'adoption.json: "dev google_service_account.h" cannot become a google_storage_bucket',
      'adoption.json: "dev google_storage_bucket.gone" is in no state that was given; correct it or take the line out',
    ]);
  });
});
