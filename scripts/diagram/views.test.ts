import { describe, expect, it } from "vitest";
import type { Box, Drawing } from "./drawing.ts";
import { stacksOf } from "./testing/estate.ts";
import { PLATFORM } from "./testing/platform.ts";
import { TWO_STACKS } from "./testing/two-stacks.ts";
import { isEmpty, VIEWS } from "./views.ts";

const stacks = stacksOf(PLATFORM);
const draw = (view: string) => VIEWS[view]!.draw(stacks, new Set(["dev-shop-all"]));
const text = ({ title, lines }: Box) => [title, ...lines].join(" | ");
const framed = ({ frames }: Drawing) =>
  Object.fromEntries(frames.map(({ title, boxes }) => [title, boxes.map(text)]));

describe("the view of networks", () => {
  it("shows tiers with zones, ranges, ways out and what stands in them, and endpoints", () => {
    const network = "dev shop 10.0.0.0/16";
    expect(framed(draw("network"))).toEqual({
      [`${network}, database`]: [
        "eu-west-1a | 10.0.2.0/24 | no way out",
        "eu-west-1b | 10.0.3.0/24 | out: NAT gateway",
      ],
      [`${network}, endpoints`]: [
        "gateway endpoints | s3",
        "interface endpoints | in database, 2 zones | ecr.api",
      ],
      [`${network}, public`]: [
        "eu-west-1a | 10.0.1.0/24 | out: internet gateway | holds a NAT gateway",
      ],
      [`${network}, subnets`]: ["hosts | europe-west1 | 10.1.0.0/24 | private access to Google"],
    });
  });
});

describe("the view of who may reach whom", () => {
  const drawing = draw("reach");
  const named = new Map(
    [...drawing.frames.flatMap(({ boxes }) => boxes), ...drawing.loose].map((box) => [box.id, box]),
  );
  const end = (id: string) => text(named.get(id)!);

  it("joins rules that differ in addresses only, and names groups of other stacks", () => {
    const arrows = drawing.arrows.map(({ from, to, lines }) => [end(from), lines[0], end(to)]);
    expect(arrows.sort()).toEqual([
      ["2 ranges | HTTPS from the edge", "tcp 443", "balancer | lb balancer"],
      ["35.235.240.0/20 | People log in", "tcp 22, 2222", "host"],
      ["app/tasks", "everything", "database_group_id"],
      ["app/tasks", "tcp 443", "anyone | HTTPS"],
      ["balancer | lb balancer", "tcp 8000-8010", "app/tasks"],
    ]);
  });

  it("frames what the stack makes; addresses and groups of others stand outside", () => {
    expect(framed(drawing)).toEqual({
      "dev shop all": ["app/tasks", "balancer | lb balancer", "host"],
    });
    expect(drawing.loose.map(({ title }) => title).sort()).toEqual([
      "2 ranges",
      "35.235.240.0/20",
      "anyone",
      "database_group_id",
    ]);
  });
});

describe("groups that another stack hands out", () => {
  const estate = stacksOf(TWO_STACKS);
  const reach = (...shown: string[]) => VIEWS["reach"]!.draw(estate, new Set(shown));

  it("stand in the frame of that stack, where it is drawn", () => {
    const drawing = reach("dev-shop-data", "dev-shop-service");
    expect(framed(drawing)).toEqual({
      "dev shop data": ["database | db instance database"],
      "dev shop service": ["tasks"],
    });
    expect(drawing.loose.map(text)).toEqual([
      "network egress ips | Trial from eu-west-1a | Trial from eu-west-1b",
    ]);
    expect(drawing.arrows.map(({ from, to }) => [from, to])).toEqual([
      ["dev-shop-service/tasks/Default", "dev-shop-data/database/security-group/Default"],
      [
        "dev-shop-service/tasks/Default from network egress ips tcp 8443",
        "dev-shop-service/tasks/Default",
      ],
    ]);
  });

  it("stand outside with the stack's name, where it is not", () => {
    const { loose } = reach("dev-shop-service");
    expect(loose.map(text)).toContain("database | of dev-shop-data");
  });
});

describe("the view of data", () => {
  it("makes one box of three and more that are alike, with their names", () => {
    const log = (path: string) => ({ "//": { metadata: { path: `dev-shop-all/${path}` } } });
    const logs = { a: log("web/log"), b: log("work/log"), c: log("clock/log") };
    const many = stacksOf({ "dev-shop-all": { resource: { aws_cloudwatch_log_group: logs } } });
    expect(framed(VIEWS["data"]!.draw(many, new Set(["dev-shop-all"])))).toEqual({
      "dev shop": [
        "all: 3 cloudwatch log groups | logs, aws_cloudwatch_log_group | clock/log | web/log | work/log | no protection of its own",
      ],
    });
  });

  it("knows what search, queues and registries say for their protection", () => {
    const resource = {
      aws_opensearch_domain: {
        search: {
          encrypt_at_rest: { enabled: true },
          cluster_config: { zone_awareness_enabled: true },
        },
      },
      aws_sqs_queue: { jobs: { sqs_managed_sse_enabled: true } },
      aws_ecr_repository: { images: { image_tag_mutability: "IMMUTABLE_WITH_EXCLUSION" } },
    };
    const held = VIEWS["data"]!.draw(
      stacksOf({ "dev-shop-all": { resource } }),
      new Set(["dev-shop-all"]),
    );
    expect(held.frames[0]!.boxes.map(({ kind, lines }) => [kind, ...lines])).toEqual([
      ["own", "images, aws_ecr_repository", "tags cannot be moved"],
      ["own", "search index, aws_opensearch_domain", "encrypted", "stands in several zones"],
      ["own", "queue, aws_sqs_queue", "encrypted"],
    ]);
  });

  it("shows what holds data with its protections, and sets apart what has none", () => {
    const drawing = draw("data");
    expect(framed(drawing)).toEqual({
      "dev shop": [
        "all: key | key, aws_kms_key | can be restored for 30 days",
        "all: scratch | files, aws_s3_bucket | no protection of its own",
        "all: uploads | files, aws_s3_bucket | Terraform never destroys it | goes only when empty | versions kept",
      ],
    });
    expect(drawing.frames[0]!.boxes.map(({ kind }) => kind)).toEqual(["own", "bare", "own"]);
  });
});

it("a view of stacks without anything of the kind is empty", () => {
  const none = stacksOf({ "dev-shop-none": {} });
  const empty = Object.keys(VIEWS).filter((view) =>
    isEmpty(VIEWS[view]!.draw(none, new Set(["dev-shop-none"]))),
  );
  expect(empty).toEqual(["network", "reach", "data"]);
});
