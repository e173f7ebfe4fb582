import { adoptCommand } from "./adopt.ts";
import { applyCommand } from "./apply.ts";
import { bootstrapCommand } from "./bootstrap.ts";
import { cloudCommand } from "./cloud.ts";
import type { Command } from "./command.ts";
import { commentCommand } from "./comment.ts";
import { destroyCommand } from "./destroy.ts";
import { diagramCommand } from "./diagram.ts";
import { dnsCommand } from "./dns.ts";
import { driftCommand } from "./drift.ts";
import { ecsReleaseCommand } from "./ecs-release.ts";
import { exportModulesCommand } from "./export-modules.ts";
import { handoverCommand } from "./handover.ts";
import { hcpCommand } from "./hcp.ts";
import { identityCommand } from "./identity.ts";
import { imageCommand } from "./image.ts";
import { issueCommand } from "./issue.ts";
import { learnCommand } from "./learn.ts";
import { listCommand } from "./list.ts";
import { lockCommand } from "./lock.ts";
import { moveCommand } from "./move.ts";
import { moveStateCommand } from "./move-state.ts";
import { outdatedCommand } from "./outdated.ts";
import { outputCommand } from "./output.ts";
import { planCommand } from "./plan.ts";
import { publishCommand } from "./publish.ts";
import { rehearseCommand } from "./rehearse.ts";
import { releaseCommand } from "./release.ts";
import { renderCommand } from "./render.ts";
import { synthCommand } from "./synth.ts";

/**
 * Every command of `infra`. This table makes the parsing, the help and the types.
 *
 * A new command is one file beside this one that exports `<name>Command = command({ summary,
 * operands, options, run })`, and one line here. Its file holds what the user sees (options,
 * printing, exit code) and imports the tool that does the work inside of `run`, so that
 * `infra --help` stays quick. A tool has its own folder in `scripts/`. Terraform is run through
 * `terraform/run.ts` only; `terraform/obtain.ts` finds it. Every command takes `--json` and `--help`.
 */
export const COMMANDS: Readonly<Record<string, Command>> = {
  list: listCommand,
  synth: synthCommand,
  diagram: diagramCommand,
  rehearse: rehearseCommand,
  plan: planCommand,
  render: renderCommand,
  apply: applyCommand,
  drift: driftCommand,
  output: outputCommand,
  destroy: destroyCommand,
  comment: commentCommand,
  outdated: outdatedCommand,
  issue: issueCommand,
  handover: handoverCommand,
  identity: identityCommand,
  image: imageCommand,
  release: releaseCommand,
  "ecs-release": ecsReleaseCommand,
  publish: publishCommand,
  bootstrap: bootstrapCommand,
  dns: dnsCommand,
  move: moveCommand,
  lock: lockCommand,
  hcp: hcpCommand,
  "move-state": moveStateCommand,
  adopt: adoptCommand,
  "export-modules": exportModulesCommand,
  learn: learnCommand,
  cloud: cloudCommand,
};
