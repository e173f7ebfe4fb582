import { describe, expect, it } from "vitest";
import { renderReport } from "./report.ts";
import type { StackResult } from "./result.ts";

const OK: StackResult = {
  stack: "dev-app-network",
  environment: "dev",
  ending: "ok",
  resources: 12,
  changes: [],
  seconds: 1.24,
  problems: [],
  outputs: {},
  contracts: [],
};

const rendered = (...stacks: Partial<StackResult>[]) =>
  renderReport({ stacks: stacks.map((each) => ({ ...OK, ...each })), seconds: 2 });

const creation = (i: number) => ({
  address: `aws_eip.a${i}`,
  action: "create" as const,
  attributes: [],
  forcedBy: [],
});

describe("the report of a rehearsal", () => {
  it("is a table of all stacks with a sum", () => {
    expect(
      rendered(
        { changes: [1, 2, 3, 4, 5, 6].map(creation) },
        { stack: "dev-app-edge", ending: "failed" },
      ),
    ).toBe(
      `stack            resources  changes   time   result
dev-app-network  12         6 create  1.2 s  ok
dev-app-edge     12         none      1.2 s  failed
2 stacks         24                   2.0 s`,
    );
  });

  it("says that nothing stands where there is nothing", () => {
    expect(rendered()).toBe("nothing stands");
  });

  it("shows each change with its values, and what forces a replacement", () => {
    const text = rendered({
      changes: [
        {
          address: "aws_db_instance.main",
          action: "replace",
          attributes: [
            { path: "engine", from: '"mysql"', to: '"postgres"' },
            { path: "arn", from: '"arn:1"', to: "known after apply" },
            { path: "password" },
          ],
          forcedBy: ["engine"],
        },
      ],
    });
    expect(text).toContain(`dev-app-network
  -/+ replace aws_db_instance.main
      engine: "mysql" -> "postgres"  (forces the replacement)
      password

`);
  });

  it("counts a first creation and tells later ones one by one", () => {
    const many = Array.from({ length: 60 }, (_, i) => creation(i));
    expect(rendered({ changes: many })).not.toContain("aws_eip");
    const mixed = [...many, { ...creation(60), action: "delete" as const }];
    expect(rendered({ changes: mixed })).toContain("aws_eip.a39\n  and 21 more (--json has all)");
  });

  it("names contracts and shows other outputs, long ones cut with their length", () => {
    const text = rendered({
      outputs: { url: "https://api.example.net", vpc_id: "vpc-1", long: "x".repeat(200) },
      contracts: ["vpc_id"],
    });
    expect(text).toContain(`dev-app-network
  url = "https://api.example.net"
  long = "${"x".repeat(99)}... (202 characters)
  for other stacks: vpc_id`);
  });

  it("ends with what went wrong", () => {
    expect(rendered({ ending: "failed", problems: ["first", "second"] })).toMatch(
      /\n\ndev-app-network: first\ndev-app-network: second$/,
    );
    expect(rendered({ ending: "blocked", problems: ["blocked by a"] })).toMatch(/blocked by a\n1 /);
  });
});
