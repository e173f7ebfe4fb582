// Records what a program plans of the fixtures, for tests that need neither it nor the rehearsal:
// `tsx scripts/review/testing/record.ts terraform|opentofu [<path>]`. Run it after a change of a fixture.
import { writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { fixtureGround, fixturePlan } from "./fixtures.ts";
import { PLAN_GROUND, PLANS } from "./plans.ts";
import { realPlans } from "./real-plan.ts";
import { type Program, type Recorded, recordOf } from "./recorded.ts";

const [name = "terraform", path = name] = process.argv.slice(2);

/** The configuration that OpenTofu writes of a queue sets two names, which the provider refuses. */
const { "generated-config": generated, ...fit } = PLANS;
const plans = name === "opentofu" || !generated ? fit : { ...fit, "generated-config": generated };

const { all } = await realPlans({ ...fixtureGround(), program: path }, { all: fixturePlan() });
const each = await realPlans({ ...PLAN_GROUND, program: path }, plans);
const recorded: Recorded = { all: all!, each };
writeFileSync(recordOf(name as Program), gzipSync(JSON.stringify(recorded), { level: 9 }));
