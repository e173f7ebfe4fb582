import { nameProblem } from "@groundplan/core/naming";
import { type Finding, known, matching, must } from "@groundplan/core/problems";

/** Wrong when the longest of the names that begin with `name` is too long, or not one at all. */
export function roomProblem(name: string, longest: string): Finding {
  const finding = nameProblem("name", "google-resource", `${name}${longest}`);
  return finding && { ...finding, rule: `leave room for ${longest}: ${finding.rule}` };
}

/** Wrong when a machine would stand in another region than its network. */
export function zoneProblem(zone: string, region: string): Finding {
  const own = new RegExp(`^${region}-[a-z]$`);
  return matching("zone", zone, own, `be a zone of ${region}, where the network is`);
}

/** Wrong when a machine would act as an account that Google made: those may edit the whole project. */
export function accountProblem(email: string, whose: "host" | "task"): Finding {
  return (
    known(email) &&
    must(
      !/-compute@developer\.gserviceaccount\.com$|@appspot\.gserviceaccount\.com$/.test(email),
      "account",
      "not be a default account of the project",
      email,
      `it may edit the whole project: make a ServiceAccount for this ${whose}`,
    )
  );
}

/** Wrong when it does not look like a machine type of Compute Engine. */
export function machineTypeProblem(machineType: string): Finding {
  const form = /^[a-z]\d[a-z]?-[a-z0-9-]+$/;
  return matching("machineType", machineType, form, "be a machine type such as e2-small");
}
