import { nameProblem } from "@groundplan/core/naming";
import { type Finding, matching, must } from "@groundplan/core/problems";
import { keepingProblems, keyProblem } from "../database/keeping.ts";
import { passwordProblem } from "../database/master.ts";
import { scheduleProblems } from "../database/schedule.ts";
import type { AuroraProps } from "./aurora-props.ts";
import { backtrackProblems } from "./backtrack.ts";
import { birthProblems } from "./birth.ts";
import { capacityProblems } from "./capacity.ts";
import { resolveAurora, type SettledAurora } from "./defaults.ts";
import { endpointProblems } from "./endpoints.ts";
import { abilityProblem, engineProblems } from "./engine.ts";
import { instanceProblems } from "./instances.ts";
import { logProblems } from "./logs.ts";
import { auroraMachineProblems, hasServerless } from "./machines.ts";
import { parameterProblems } from "./parameters.ts";
import { readerScalingProblems } from "./reader-scaling.ts";

/** Names that RDS keeps for itself. */
const RESERVED = { postgresql: /^(pg_|rds|admin$)/, mysql: /^(rds|mysql)/ };

/** Everything that is wrong with the props, in the words of the props. */
export function auroraProblems(props: AuroraProps, region: string): Finding[] {
  const settled = resolveAurora(props);
  const { engine, instances, network } = settled;
  return [
    ...nameProblems(settled),
    must(
      network.zones.length >= 2,
      "network.zones",
      "be at least two, so that one may fail",
      network.zones.length,
    ),
    ...engineProblems(engine, settled.upgradingFrom),
    ...instanceProblems(instances, network.zones),
    ...auroraMachineProblems(settled),
    ...rangeProblems(settled, props.compute?.capacity !== undefined),
    ...readerScalingProblems(settled.scaling, Object.keys(instances).length - 1),
    ...endpointProblems(settled.endpoints, instances),
    ...parameterProblems(engine, settled.parameters),
    ...logProblems(engine.name, settled.logs),
    settled.dataApi && abilityProblem(engine, "dataApi", "dataApi"),
    ...keepingProblems(settled),
    ...backtrackProblems(settled, region),
    ...scheduleProblems(settled.backupStart, settled.window),
    ...birthProblems(settled.birth, props.name),
    passwordProblem(settled.masterPassword),
  ];
}

/** The rules for names stand in the RDS API reference, "CreateDBCluster" and "CreateDBInstance". */
function nameProblems(settled: SettledAurora): Finding[] {
  const { name, database, masterUser, engine } = settled;
  const keys = [...Object.keys(settled.instances), ...Object.keys(settled.endpoints)];
  const longest = keys.reduce((found, key) => (key.length > found.length ? key : found), "");
  const limit = engine.name === "mysql" ? 64 : 63;
  return [
    nameProblem("name", "db-instance", longest ? `${name}-${longest}` : name),
    matching(
      "database",
      database,
      new RegExp(`^[a-z][a-z0-9_]{0,${limit - 1}}$`),
      `be lower-case letters, digits and _, begin with a letter, at most ${limit}`,
    ),
    matching(
      "master.user",
      masterUser,
      /^[a-z][a-z0-9]{0,15}$/,
      "be lower-case letters and digits, begin with a letter, at most 16",
    ),
    must(
      !RESERVED[engine.name].test(masterUser),
      "master.user",
      "be none of RDS's own",
      masterUser,
    ),
    keyProblem("encryptionKeyArn", settled.encryptionKeyArn),
  ];
}

function rangeProblems(settled: SettledAurora, said: boolean): Finding[] {
  if (hasServerless(settled)) return capacityProblems(settled.capacity, settled.engine);
  return [must(!said, "compute.capacity", "be left out where no instance is db.serverless")];
}
