import { resourcesOf, type Template } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { synthEstate } from "../../../environments/test/synth-estate.ts";
import { allows } from "../../../modules/aws/testing/judge-policy.ts";

const estate = synthEstate();
const layer = (environment: string, name: string): Template =>
  estate.get(`${environment}-music-library-${name}`)!.template;
const ACCOUNTS = { dev: "111122223333", prod: "444455556666" } as const;

describe.each(["dev", "prod"] as const)("who releases in %s", (environment) => {
  const template = layer(environment, "service");
  const role = `acme-${environment}-music-library-release`;
  const policies = [template, layer(environment, "release")]
    .flatMap((each) => Object.values(resourcesOf(each, "aws_iam_role_policy")))
    .filter((policy) => policy.role === role || /aws_iam_role\.release\b/.test(policy.role))
    .map(({ policy }) => policy);
  const statements = policies.flatMap((policy) => JSON.parse(policy).Statement);
  const at = (service: string, resource: string) =>
    `arn:aws:${service}:eu-west-1:${ACCOUNTS[environment]}:${resource}`;
  const app = `acme-${environment}-music-library`;
  const may = (action: string, resource: string, keys = {}) =>
    allows({ Statement: statements }, { action, resource, keys });

  it("is a job of that environment alone", () => {
    const roles = Object.values(resourcesOf(layer(environment, "release"), "aws_iam_role"));
    for (const { assume_role_policy: trust } of roles) {
      const [{ Condition }] = JSON.parse(trust).Statement;
      expect(Condition.StringEquals["token.actions.githubusercontent.com:sub"]).toEqual([
        `repo:acme@1234567/infrastructure@7654321:environment:music-library-${environment}`,
      ]);
    }
    expect(roles).toHaveLength(2);
  });

  it("starts the migration, updates both services, names the image, and reads what to do", () => {
    const cluster = { "ecs:cluster": ["${aws_ecs_cluster.cluster.arn}"] };
    const family = at("ecs", `task-definition/${app}-migrate:7`);
    expect(may("ecs:RunTask", family, cluster)).toBe(true);
    expect(may("ecs:UpdateService", at("ecs", `service/${app}/${app}-web`))).toBe(true);
    expect(may("ecs:UpdateService", at("ecs", `service/${app}/${app}-worker`))).toBe(true);
    const parameter = (name: string) =>
      at("ssm", `parameter/acme/${environment}/music-library/${name}`);
    expect(may("ssm:PutParameter", parameter("image"))).toBe(true);
    expect(may("ssm:GetParameter", parameter("release"))).toBe(true);
    expect(may("ssm:PutParameter", parameter("release"))).toBe(false);
  });

  it("copies what dev has run, in prod alone", () => {
    const [copies] = Object.values(
      resourcesOf(layer(environment, "release"), "aws_iam_role_policy"),
    )
      .filter(({ name }) => name === "pull-copied-from")
      .map(({ policy }) => JSON.parse(policy).Statement[1].Resource);
    const dev = "arn:aws:ecr:eu-west-1:111122223333:repository/acme-dev-music-library";
    expect(copies).toEqual(environment === "prod" ? [dev] : undefined);
  });

  it("starts no other task, uploads no image, and touches no other service", () => {
    const cluster = { "ecs:cluster": ["${aws_ecs_cluster.cluster.arn}"] };
    expect(may("ecs:RunTask", at("ecs", `task-definition/${app}-set-up:1`), cluster)).toBe(false);
    expect(may("ecr:UploadLayerPart", at("ecr", `repository/${app}`))).toBe(false);
    expect(may("ecr:PutImage", at("ecr", `repository/${app}`))).toBe(true);
    expect(may("ecs:UpdateService", at("ecs", `service/${app}/other`))).toBe(false);
  });

  it("has rights that fit into one role: 10,240 characters of inline policies", () => {
    expect(policies.join("").replace(/\s/g, "").length).toBeLessThan(10_240);
  });

  it("is told in one parameter what a release must know", () => {
    const told = Object.values(resourcesOf(template, "aws_ssm_parameter")).find(({ name }) =>
      name.endsWith("/release"),
    )!["insecure_value"];
    expect(told).toContain(`"engine" = "${environment === "prod" ? "ecs" : "rolling"}"`);
    expect(told).toContain(`"services" = ["${app}-worker", "${app}-web"]`);
    expect(told).toContain(`"inUseTag" = "in-use-${environment}"`);
    expect(told).toContain('"migration" = jsonencode({"cluster" = ');
    expect(told).toContain(
      `"families" = [${["migrate", "set-up", "catch-up", "worker", "web"].map((each) => `"${app}-${each}"`).join(", ")}]`,
    );
  });
});
