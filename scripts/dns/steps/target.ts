import { MoveRefused } from "../../stepwise/refused.ts";
import type { TargetZone } from "../target/cloudflare.ts";
import type { Move } from "./step.ts";

/** The zone at Cloudflare, which Terraform has made. */
export async function targetOf({ world, folder }: Move): Promise<TargetZone> {
  const zone = await world.cloudflare.zone(folder.zone);
  if (zone) return zone;
  throw new MoveRefused(
    `Cloudflare has no zone ${folder.zone}`,
    ["the token sees none of this name"],
    "apply the zone's stack with onboarding: true, or give the token the right to read this zone",
  );
}
