import { describe, expect, it } from "vitest";
import type { Fields } from "../../cty/value.ts";
import { oneCloud } from "../../store/store.ts";
import { cloudOf, library, World } from "../../testing/world.ts";
import { madeBy } from "./made-by.ts";
import { readDataSource } from "./read.ts";

function ask(type: string, config: Fields = {}): Fields {
  const { connection, store } = new World(cloudOf(type));
  const from = library(cloudOf(type));
  const source = { ...madeBy(type, from), schema: from.dataSource(type)! };
  return readDataSource({ ...source, connection, clouds: oneCloud(store) }, config);
}

describe("a document that a data source computes", () => {
  it("is the lifecycle of images, as terraform-provider-aws 5.100.0 writes it", () => {
    const tagged = { tag_status: "tagged", tag_prefix_list: ["v"] };
    const old = { tag_status: "untagged", count_type: "sinceImagePushed", count_unit: "days" };
    const { json } = ask("aws_ecr_lifecycle_policy_document", {
      rule: [
        {
          priority: 1,
          description: "x<y",
          selection: [{ ...tagged, count_type: "imageCountMoreThan", count_number: 10 }],
        },
        {
          priority: 2,
          selection: [{ ...old, count_number: 7 }],
          action: [{ type: "expire" }],
        },
      ],
    });
    expect(json).toBe(
      '{\n  "rules": [\n    {\n      "rulePriority": 1,\n      "description": "x\\u003cy",\n      "selection": {\n        "tagStatus": "tagged",\n        "tagPrefixList": [\n          "v"\n        ],\n        "countType": "imageCountMoreThan",\n        "countNumber": 10\n      },\n      "action": {\n        "type": "expire"\n      }\n    },\n    {\n      "rulePriority": 2,\n      "selection": {\n        "tagStatus": "untagged",\n        "countType": "sinceImagePushed",\n        "countUnit": "days",\n        "countNumber": 7\n      },\n      "action": {\n        "type": "expire"\n      }\n    }\n  ]\n}',
    );
  });

  it("is the protection of logs, as terraform-provider-aws 5.100.0 writes it", () => {
    const data_identifiers = ["arn:aws:dataprotection::aws:data-identifier/EmailAddress"];
    const audit = [{ findings_destination: [{ s3: [{ bucket: "b" }] }] }];
    const { json, version } = ask("aws_cloudwatch_log_data_protection_policy_document", {
      name: "p",
      statement: [
        { sid: "audit", data_identifiers, operation: [{ audit }] },
        { sid: "mask", data_identifiers, operation: [{ deidentify: [{ mask_config: [{}] }] }] },
      ],
    });
    expect(version).toBe("2021-06-01");
    expect(String(json).endsWith("}\n")).toBe(true);
    expect(JSON.stringify(JSON.parse(String(json)))).toBe(
      '{"Name":"p","Statement":[{"Sid":"audit","DataIdentifier":["arn:aws:dataprotection::aws:data-identifier/EmailAddress"],"Operation":{"Audit":{"FindingsDestination":{"S3":{"Bucket":"b"}}}}},{"Sid":"mask","DataIdentifier":["arn:aws:dataprotection::aws:data-identifier/EmailAddress"],"Operation":{"Deidentify":{"MaskConfig":{}}}}],"Version":"2021-06-01"}',
    );
  });

  it("is a policy of Google's, equal bindings as one, sorted", () => {
    const condition = [{ title: "until", expression: "request.time < x", description: "" }];
    const { policy_data } = ask("google_iam_policy", {
      binding: [
        { role: "roles/viewer", members: ["user:c@d.e"] },
        { role: "roles/editor", members: ["user:a@d.e"], condition },
        { role: "roles/editor", members: ["user:b@d.e"] },
        { role: "roles/viewer", members: ["user:a@d.e"] },
      ],
      audit_config: [{ service: "allServices", audit_log_configs: [{ log_type: "DATA_READ" }] }],
    });
    expect(policy_data).toBe(
      '{"auditConfigs":[{"auditLogConfigs":[{"logType":"DATA_READ"}],"service":"allServices"}],"bindings":[{"members":["user:b@d.e"],"role":"roles/editor"},{"condition":{"expression":"request.time \\u003c x","title":"until"},"members":["user:a@d.e"],"role":"roles/editor"},{"members":["user:a@d.e","user:c@d.e"],"role":"roles/viewer"}]}',
    );
    expect(ask("google_iam_policy")["policy_data"]).toBe("{}");
  });
});

describe("what a provider knows by heart", () => {
  it.each<[string, Fields, Fields]>([
    ["aws_lb_hosted_zone_id", {}, { id: "Z32O12XQLNTSW2" }],
    ["aws_lb_hosted_zone_id", { load_balancer_type: "network" }, { id: "Z2IFOLAFXWLO4F" }],
    ["aws_elb_service_account", {}, { arn: "arn:aws:iam::156460612806:root" }],
    ["aws_billing_service_account", {}, { id: "386209384616" }],
    [
      "google_compute_lb_ip_ranges",
      {},
      { http_ssl_tcp_internal: ["130.211.0.0/22", "35.191.0.0/16"] },
    ],
    [
      "google_netblock_ip_ranges",
      { range_type: "iap-forwarders" },
      { cidr_blocks: ["35.235.240.0/20"], cidr_blocks_ipv6: [] },
    ],
    [
      "google_netblock_ip_ranges",
      { range_type: "private-googleapis" },
      { cidr_blocks: ["199.36.153.8/30", "2600:2d00:0002:2000::/64"] },
    ],
  ])("is answered: %s %j", (type, config, answer) => {
    expect(ask(type, config)).toMatchObject(answer);
  });

  it("is refused where there is nothing to know", () => {
    expect(() => ask("aws_elb_service_account", { region: "eu-south-2" })).toThrow(
      "unknown region eu-south-2 for the account of load balancers",
    );
    expect(() => ask("google_netblock_ip_ranges", { range_type: "all" })).toThrow(
      "Unknown range_type: all",
    );
  });

  it("has a range where the real one asks the network, and the region that is worked in", () => {
    expect(ask("aws_ip_ranges", { services: ["cloudfront"] })["cidr_blocks"]).not.toEqual([]);
    expect(ask("google_netblock_ip_ranges")["cidr_blocks"]).not.toEqual([]);
    expect(ask("aws_regions")["names"]).toContain("eu-west-1");
    expect(ask("aws_regions")["names"]).not.toContain("eu-south-2");
    expect(ask("aws_regions", { all_regions: true })["names"]).toContain("eu-south-2");
    expect(ask("google_compute_regions")["names"]).toEqual(["europe-west1"]);
  });

  it("is what a load balancer's zone is", () => {
    const balancer = new World("aws").apply("aws_lb", { name: "web", subnets: [] });
    expect(balancer["zone_id"]).toBe(ask("aws_lb_hosted_zone_id")["id"]);
  });
});
