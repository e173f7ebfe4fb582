import { expect, it } from "vitest";
import { corrected } from "./corrections.ts";
import { isOlder } from "./version-corrections.ts";

it("replaces a service with another deployment controller until 6.4.0, and then updates it", () => {
  const forcing = (version: string) => corrected("aws_ecs_service", {}, version).forceNew;
  expect(forcing("5.100.0")).toContain("deployment_controller.type");
  expect(forcing("6.3.0")).toContain("deployment_controller.type");
  expect(forcing("6.25.0")).not.toContain("deployment_controller.type");
  expect(forcing("6.25.0")).toContain("cluster");
});

it("takes back what a later version changed", () => {
  const learned = { range: { memory_size: [128, 32_768] as const, timeout: [1, 900] as const } };
  const limits = (version: string) => corrected("aws_lambda_function", learned, version).range;
  expect(limits("6.25.0")).toEqual({ memory_size: [128, 10_240], timeout: [1, 900] });
  expect(limits("6.29.0")).toEqual(learned.range);
});

it("holds a bound of a step against nothing until 6.13.0, and then wants a number", () => {
  const bound = "step_scaling_policy_configuration.step_adjustment.metric_interval_lower_bound";
  const takes = (version: string, value: string) =>
    new RegExp(corrected("aws_appautoscaling_policy", {}, version).pattern![bound]!).test(value);
  expect([takes("5.100.0", "ten"), takes("6.25.0", "ten")]).toEqual([true, false]);
  expect(["-1.5", "0", ""].map((value) => takes("6.25.0", value))).toEqual([true, true, true]);
});

it("tells the kind of a destination for logs anew from 6.21.0 on", () => {
  const told = (version: string) =>
    corrected("aws_cloudwatch_log_delivery_destination", {}, version).recomputed;
  expect(["5.100.0", "6.20.0"].map(told)).toEqual([undefined, undefined]);
  expect(told("6.21.0")).toEqual({ delivery_destination_type: "always" });
});

it("replaces an association of APIs that is told by their ids, too", () => {
  const { forceNew } = corrected("aws_appsync_source_api_association", {}, "6.25.0");
  expect(forceNew).toEqual(expect.arrayContaining(["merged_api_id", "source_api_id"]));
});

it("says nothing of a place that the type's own code decides on", () => {
  const learned = { recomputed: { regional_nat_gateway_address: ["a"], private_ip: ["b"] } };
  const { recomputed } = corrected("aws_nat_gateway", learned, "6.25.0");
  expect(recomputed).toEqual({ private_ip: ["b"] });
});

it.each([
  ["5.100.0", true],
  ["6.9.3", true],
  ["6.27.9", true],
  ["6.28.0", false],
  ["6.28.0-dev", false],
  ["6.100.0", false],
  ["10.0.0", false],
])("knows of %s whether it is older than 6.28.0: %s", (version, older) => {
  expect(isOlder(version, "6.28.0")).toBe(older);
});

it("leaves alone what is not known better", () => {
  const learned = { forceNew: ["name"] };
  expect(corrected("aws_thing", learned, "6.25.0")).toBe(learned);
});

it("takes nothing from the removal of a value that the provider block then fills with the same", () => {
  const learned = { forceNewIfSet: ["name", "region"], defaults: { region: "eu-west-1" } };
  expect(corrected("aws_thing", learned, "6.25.0").forceNewIfSet).toEqual(["name"]);
  const { forceNewIfSet } = learned;
  expect(corrected("aws_thing", { forceNewIfSet }, "6.25.0")).toEqual({ forceNewIfSet });
});
