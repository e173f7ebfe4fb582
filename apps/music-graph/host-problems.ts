import { parseCidr } from "@groundplan/core/cidr";
import { type Finding, matching, must, renamed } from "@groundplan/core/problems";
import type { Stage } from "@groundplan/core/stage";
import { networkProblems, openingProblems } from "@groundplan/google/network";
import {
  digestProblem,
  diskProblems,
  hoursProblems,
  imageProblems,
} from "@groundplan/google/vm-host";
import { builtFindings } from "./host-image.ts";
import { visitorsOf } from "./host-props.ts";
import { HOSTS, rangesOf, subnetProps } from "./network.ts";
import type { HostSettings, NetworkSettings } from "./settings.ts";

/** Stands for names that are checked apart, with what makes them. */
const APART = { name: "apart", project: "project-apart", region: "europe-west1" };

/**
 * What is wrong with the network, in the words of the settings. That a range is one is said where all
 * ranges are compared.
 */
export function networkFindings(network: NetworkSettings, stage: Stage): Finding[] {
  const found = networkProblems({ stage, ...APART, ...subnetProps(network) });
  const noRanges = Object.entries(rangesOf(network, stage))
    .filter(([, cidr]) => parseCidr(cidr) === undefined)
    .map(([prop]) => prop);
  return renamed({ [`subnets.${HOSTS}.cidr`]: "hostsCidr" }, found).filter(
    (finding) => finding && !noRanges.includes(finding.prop),
  );
}

/** What is wrong with the host, in the words of the settings. */
export function hostFindings(
  host: HostSettings,
  stage: Stage,
  region: string | undefined,
): Finding[] {
  const { zone, image, images, dataDisk, snapshots, hours } = host;
  const isProd = stage === "prod";
  return [
    must(
      region === undefined || zone.replace(/-[a-z]$/, "") === region,
      "zone",
      `be a zone of ${region}`,
      zone,
    ),
    ...imageProblems({ system: "debian", project: APART.project, ...image }, isProd),
    ...builtFindings(image),
    ...Object.entries(images).map(([name, image]) => digestProblem(`images.${name}`, image)),
    ...diskProblems(dataDisk ?? {}, snapshots),
    ...(hours ? hoursProblems({ ...hours, projectNumber: "123456" }) : []),
    ...visitorFindings(host),
    ...alertFindings(host, isProd),
  ];
}

function alertFindings({ alertEmail, hours }: HostSettings, isProd: boolean): Finding[] {
  return [
    must(!isProd || alertEmail !== undefined, "alertEmail", "be given in prod"),
    matching("alertEmail", alertEmail, /^\S+@\S+\.\S+$/, "be an e-mail address"),
    must(
      !(alertEmail && hours),
      "alertEmail",
      "be left out where hours stop the machine",
      alertEmail,
      "it would ring every night",
    ),
  ];
}

function visitorFindings(host: HostSettings): Finding[] {
  const account = { email: "host@apart.example" };
  return renamed({ from: "visitors" }, openingProblems({ to: { account }, ...visitorsOf(host) }));
}
