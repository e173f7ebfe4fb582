import type { Rule, RuleTable } from "../rule.ts";
import { regional } from "./arn.ts";
import { COMPUTE } from "./compute.ts";
import { DATA } from "./data.ts";
import { EDGE } from "./edge.ts";
import { IDENTITY } from "./identity.ts";
import { NETWORK } from "./network.ts";
import { zoneId } from "./zones.ts";

const types: RuleTable = { ...NETWORK, ...IDENTITY, ...COMPUTE, ...DATA, ...EDGE };

/** What holds for AWS types that have no rules of their own. */
function every(type: string, name: string): Rule | undefined {
  const [service = "", ...noun] = type.replace(/^aws_/, "").split("_");
  const kind = noun.join("-") || service;
  if (name === "arn") return regional(service, `${kind}/{name|id}`);
  if (name === "id") return idOf(type, kind);
  if (name === "name") {
    return (self) => self.expand(`${self.text("name_prefix") || "terraform-"}{digits:26}`);
  }
  if (name === "availability_zone_id")
    return (self) => zoneId(self.text("availability_zone")) ?? "";
  return name === "vpc_id" ? "vpc-{hex:17}" : undefined;
}

/** What configures a bucket has the bucket's id; a named thing its name; any other one of its own. */
function idOf(type: string, kind: string): Rule {
  if (type.startsWith("aws_s3_bucket_")) return "{bucket}";
  return (self) => self.text("name") || self.expand(`${kind}-{hex:17}`);
}

/** How computed values of AWS types are made. */
export const AWS = { types, every };
