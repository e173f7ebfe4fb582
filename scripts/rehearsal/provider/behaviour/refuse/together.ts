import { isFields, isList, type Value } from "../../cty/value.ts";
import { type Case, refused, text } from "./case.ts";

type Check = (subject: Case) => string | undefined;

/** What a cloud takes only together with something else: what it says where that is missing. */
const CHECKS: Readonly<Record<string, Check>> = {
  // CreateService and UpdateService, "deploymentConfiguration.strategy".
  aws_ecs_service: ({ planned }) => {
    const strategy = text(first(planned?.["deployment_configuration"]), "strategy");
    const targets = items(planned?.["load_balancer"]);
    if (strategy === "" || strategy === "ROLLING") return undefined;
    if (targets.every((target) => items(fieldsOf(target)?.["advanced_configuration"]).length > 0)) {
      return undefined;
    }
    return "advancedConfiguration field is required for all loadBalancers when using a non-ROLLING deployment strategy.";
  },
};

/** Refuses a thing that lacks what must stand beside something that it has. */
export function checkTogether(subject: Case): void {
  const message = subject.planned && CHECKS[subject.type]?.(subject);
  if (!message) return;
  const call = `${subject.before ? "updating" : "creating"} ${subject.type}`;
  throw refused(call, "InvalidParameterException", message);
}

function items(value: Value | undefined): readonly Value[] {
  return isList(value) ? value : [];
}

function first(value: Value | undefined) {
  return fieldsOf(items(value)[0]);
}

function fieldsOf(value: Value | undefined) {
  return isFields(value) ? value : undefined;
}
