import { type Finding, matching, must, oneOf } from "@groundplan/core/problems";
import { PLANS, planProblem } from "./plan.ts";
import { settingProblems, settingValues } from "./settings.ts";
import type { ZoneProps } from "./zone-props.ts";

const APEX = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/;

/** Everything that is wrong with a zone's props. */
export function zoneProblems(props: ZoneProps): Finding[] {
  const { type, plan, onboarding, overrides } = props;
  const ssl = overrides?.settings?.["ssl"]?.value;
  return [
    matching("accountId", props.accountId, /^[0-9a-f]{32}$/, "be 32 hexadecimal characters"),
    matching("name", props.name, APEX, "be a lower-case domain name without a final dot"),
    oneOf("plan", plan, PLANS),
    planProblem("type", type === "partial", plan, "business", type),
    planProblem("type", type === "secondary", plan, "enterprise", type),
    must(!(props.billing && plan === "free"), "billing", "be left out on the free plan"),
    must(
      !onboarding || (props.dnssec ?? "none") === "none",
      "dnssec",
      'be "none" while onboarding',
      props.dnssec,
      "sign when the zone is active and no old DS record is left at the registrar",
    ),
    must(
      type !== "partial" || (props.dnssec ?? "none") === "none",
      "dnssec",
      'be "none" in a partial zone',
      props.dnssec,
      "whoever answers for the names signs them",
    ),
    must(
      ssl === undefined || ssl === "strict",
      "overrides.settings.ssl",
      'be "strict"',
      ssl,
      "flexible and off send traffic to the origin in clear; full accepts any certificate",
    ),
    ...settingProblems(props.settings ?? {}, props.hsts ?? {}),
    ...unknownSettings(props),
  ];
}

function unknownSettings({ stage, settings, hsts, overrides }: ZoneProps): Finding[] {
  const managed = settingValues(stage, settings ?? {}, hsts ?? {}).map((each) => each.settingId);
  return Object.keys(overrides?.settings ?? {}).map((settingId) =>
    must(
      managed.includes(settingId),
      `overrides.settings.${settingId}`,
      `be one of ${managed.join(", ")}`,
    ),
  );
}
