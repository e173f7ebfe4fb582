import { resourcesOf, type Template } from "@groundplan/core/testing/synth";
import type { TerraformStack } from "cdktf";
import { StaticSite, type StaticSiteProps } from "../static-site/index.ts";
import { synth } from "./index.ts";

/** A site in prod, and what else `then` makes. */
export function site(
  props: Partial<StaticSiteProps> = {},
  then: (made: StaticSite, stack: TerraformStack) => void = () => {},
): Template {
  return synth((stack) => {
    const made = new StaticSite(stack, "site", {
      stage: "prod",
      name: "acme-prod-site",
      routing: "folders",
      ...props,
    });
    then(made, stack);
  });
}

/** Statements of the bucket whose policy has this one. */
export function statementsWith(template: Template, sid: string): { Sid: string }[] {
  const policies = Object.values(resourcesOf(template, "aws_s3_bucket_policy"));
  const all = policies.map(({ policy }) => JSON.parse(policy).Statement as { Sid: string }[]);
  return all.find((each) => each.some(({ Sid }) => Sid === sid)) ?? [];
}
