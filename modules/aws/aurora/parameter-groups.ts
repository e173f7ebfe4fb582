import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group/index.js";
import { RdsClusterParameterGroup } from "@cdktf/provider-aws/lib/rds-cluster-parameter-group/index.js";
import type { Construct } from "constructs";
import type { SettledAurora } from "./defaults.ts";
import { engineWords } from "./engine.ts";
import { parameterGroups, withHeld } from "./parameters.ts";

/** The group of the cluster, and the one that all of its instances have. */
export interface ParameterGroups {
  readonly cluster: RdsClusterParameterGroup;
  readonly instance: DbParameterGroup;
}

/**
 * Makes both groups. Their names carry the family: those of the next version stand before the cluster
 * leaves these.
 */
export function createParameterGroups(scope: Construct, settled: SettledAurora): ParameterGroups {
  const { overrides, engine } = settled;
  const { short, family } = engineWords(engine);
  const named = { name: `${settled.name}-${short}`, family };
  const { cluster, instance } = parameterGroups(engine.name, settled);
  const own = overrides?.clusterParameterGroup?.parameter;
  return {
    cluster: new RdsClusterParameterGroup(scope, "cluster-parameters", {
      ...overrides?.clusterParameterGroup,
      ...named,
      description: "Parameters of one Aurora cluster",
      parameter: Array.isArray(own) ? withHeld(engine.name, own) : cluster,
      lifecycle: { ...overrides?.clusterParameterGroup?.lifecycle, createBeforeDestroy: true },
    }),
    instance: new DbParameterGroup(scope, "instance-parameters", {
      parameter: instance,
      ...overrides?.instanceParameterGroup,
      ...named,
      description: "Parameters of the instances of one Aurora cluster",
      lifecycle: { ...overrides?.instanceParameterGroup?.lifecycle, createBeforeDestroy: true },
    }),
  };
}
