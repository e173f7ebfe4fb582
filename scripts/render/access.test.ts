import { expect, it } from "vitest";
import { rendered, stackOf } from "./testing/scene.ts";

/** A rule of a security group that comes or goes. */
const rule = (name: string, action: "create" | "delete", port: number) => {
  const values = {
    ...{ security_group_id: "sg-1", ip_protocol: "tcp", from_port: port, to_port: port },
    cidr_ipv4: "192.0.2.0/24",
  };
  const type = "aws_vpc_security_group_ingress_rule";
  return {
    ...{ address: `${type}.${name}`, mode: "managed", type, name },
    change: {
      actions: [action],
      before: action === "create" ? null : values,
      after: action === "create" ? values : null,
    },
  };
};

it("says of a fold of access whether anything in it broadens", () => {
  const opened = Array.from({ length: 17 }, (_, at) => rule(`r${at}`, "create", 8000 + at));
  const resource_changes = [...opened, rule("closed", "delete", 22)];
  const { text } = rendered([stackOf({ format_version: "1.2", resource_changes })], "comment");
  expect(text).toContain("17 broaden · 0 cannot be judged · 1 narrow.");
  expect(text).toContain("<summary>access: 2 more that broaden, 1 that narrows</summary>");
});
