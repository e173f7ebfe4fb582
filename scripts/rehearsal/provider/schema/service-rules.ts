import type { AskedRules } from "./schema.ts";

/** A text that holds a number of at least 0, or nothing. */
export const COUNT = "^\\+?[0-9]*$";

/** A text that holds any number, or nothing. */
const NUMBER = "^([+-]?([0-9.]|[iI][nN][fF]|[nN][aA][nN]).*)?$";

const EXPRESSION = [1, 2048] as const;
const LABEL = [1, 1023] as const;
const METRIC_TYPE = [1, 128] as const;

/** Minutes that a deployment waits: a text that holds 0 to a day, or nothing. */
const BAKE_TIMES = [
  "bake_time_in_minutes",
  "canary_configuration.canary_bake_time_in_minutes",
  "linear_configuration.step_bake_time_in_minutes",
].map((name) => `deployment_configuration.${name}`);

const FORECAST = "predictive_scaling_policy_configuration.metric_specification";
const STEP = "step_scaling_policy_configuration.step_adjustment";

const FORECAST_TYPES = [
  "predefined_load_metric_specification",
  "predefined_metric_pair_specification",
  "predefined_scaling_metric_specification",
];

const FORECAST_QUERIES = ["capacity", "load", "scaling"].map(
  (kind) => `${FORECAST}.customized_${kind}_metric_specification.metric_data_query.expression`,
);

/** The same rule for each of these places. */
function each<T>(paths: readonly string[], rule: T): Readonly<Record<string, T>> {
  return Object.fromEntries(paths.map((path) => [path, rule]));
}

/**
 * What arguments of services and of their scaling are held against.
 *
 * Source: terraform-provider-aws after 6.47.0, internal/service/{appautoscaling/policy,ecs/service}.go;
 * of scheduled actions v5.100.0, asked with samples.
 */
export const SERVICE_RULES: Readonly<Record<string, AskedRules>> = {
  aws_appautoscaling_policy: {
    length: {
      ...each(FORECAST_QUERIES, EXPRESSION),
      ...each(
        FORECAST_TYPES.map((type) => `${FORECAST}.${type}.predefined_metric_type`),
        METRIC_TYPE,
      ),
      ...each(
        FORECAST_TYPES.map((type) => `${FORECAST}.${type}.resource_label`),
        LABEL,
      ),
    },
    pattern: {
      [`${FORECAST}.target_value`]: NUMBER,
      [`${STEP}.metric_interval_lower_bound`]: NUMBER,
      [`${STEP}.metric_interval_upper_bound`]: NUMBER,
    },
  },
  aws_appautoscaling_scheduled_action: {
    pattern: {
      "scalable_target_action.max_capacity": COUNT,
      "scalable_target_action.min_capacity": COUNT,
    },
  },
  aws_ecs_service: { pattern: each(BAKE_TIMES, COUNT), range: each(BAKE_TIMES, [0, 1440]) },
};
