import { listed } from "../../stepwise/text.ts";
import type { Point } from "../check.ts";
import { type Owner, ownedByAnother } from "../owner.ts";
import { bucketName, type S3Plan } from "./plan.ts";
import type { Contents } from "./probes.ts";
import { OLDEST_RCLONE } from "./rclone.ts";
import type { Survey } from "./survey.ts";

/** What the points of a check are judged by. */
export interface Surveyed {
  readonly plan: S3Plan;
  readonly move: string;
  readonly source: Survey;
  readonly target: Survey;
  readonly contents: Contents;
  /** Names of objects at the target that are not the move's own. */
  readonly held: readonly string[];
  /** Of the target. */
  readonly marker: Owner | undefined;
  /** Of the source: another move, or this one the wrong way round, has filled it. */
  readonly sourceMarker: Owner | undefined;
  /** Of rclone; nothing where it is not there. */
  readonly rclone: number | undefined;
  /** What we were refused when it was tried. */
  readonly denied: readonly string[];
}

/** More than this is not counted of a bucket that should be empty. */
export const MANY = 1000;

/** Everything that must hold before a copy begins, in the order in which people read it. */
export const POINTS: readonly Point<Surveyed>[] = [
  { name: "direction", judge: direction },
  { name: "target is empty or ours", judge: emptyOrOurs },
  { name: "rclone", judge: rclone },
  { name: "region", judge: region },
  { name: "rights and keys", judge: ({ denied }) => denied },
  { name: "who pays", judge: whoPays },
  { name: "what can be read at once", judge: archives },
  { name: "what can be carried", judge: carried },
];

function direction({ sourceMarker, plan, move }: Surveyed) {
  const isOurs = sourceMarker?.move === move && sourceMarker.source === bucketName(plan.target);
  return [
    isOurs &&
      "this move fills the source from the target: source and target stand the wrong way round",
    sourceMarker !== undefined &&
      !isOurs &&
      `the move ${sourceMarker.move} of ${sourceMarker.source} still fills the source: take it through and retire it first`,
  ];
}

function emptyOrOurs({ marker, move, plan, held }: Surveyed) {
  if (marker) return ownedByAnother(marker, { move, source: bucketName(plan.source) });
  return [
    held.length > 0 &&
      `the target holds ${held.length > MANY ? `more than ${MANY} objects` : listed(held, "object")}: name an empty bucket`,
  ];
}

function rclone({ rclone: version }: Surveyed) {
  return [
    version === undefined && "rclone is not on PATH: install rclone 1.60 or later",
    version !== undefined &&
      version < OLDEST_RCLONE &&
      `rclone is ${Math.floor(version / 1000)}.${version % 1000}: install 1.60 or later`,
  ];
}

function region({ plan, source, target }: Surveyed) {
  const judge = (side: "source" | "target", { region: there }: Survey) => {
    const said = plan[side].region;
    return (
      there !== undefined &&
      there !== said &&
      `the ${side} lies in ${there}, and the file says ${said}: write ${there}`
    );
  };
  return [judge("source", source), judge("target", target)];
}

function whoPays({ source, plan }: Surveyed) {
  const isMeant = plan.requesterPays === true;
  return [
    source.requesterPays &&
      !isMeant &&
      "who reads of the source pays for it: say requesterPays: true where that is meant",
  ];
}

function archives({ contents: { archived } }: Surveyed) {
  return [
    archived.length > 0 &&
      `${listed(archived, "object")} of the source lie in an archive: restore them for as long as the move takes (aws s3api restore-object)`,
  ];
}

function carried({ contents: { uncarried } }: Surveyed) {
  return [
    uncarried.length > 0 &&
      `${listed(uncarried, "object")} of the source have more than 5 GiB and a name that is no path: give them another name there`,
  ];
}

/** What somebody should know who begins. */
export function warningsOf({ source, target, contents }: Surveyed): string[] {
  const { classes } = contents;
  const others = Object.entries(classes).filter(([name]) => name !== "STANDARD");
  const unknown = [
    ...source.unknown.map((right) => `${right} of the source`),
    ...target.unknown.map((right) => `${right} of the target`),
  ];
  const warnings = [
    contents.objects === 0 && "the source holds nothing",
    source.versioning !== undefined &&
      "the source keeps old versions: only what stands there now is brought",
    target.versioning !== "Enabled" &&
      "the target keeps no old versions: what is written over there is gone",
    source.hasAcls && "ACLs of objects are not brought: the target's policy says who may what",
    source.objectLock !== undefined &&
      `the source keeps objects by force for ${source.objectLock}: how long and legal holds are not brought`,
    target.objectLock !== undefined &&
      `the target keeps by force what is brought, for ${target.objectLock}: it cannot be emptied before`,
    others.length > 0 &&
      `storage classes are not brought (${others.map(([name, count]) => `${count} ${name}`).join(", ")}): all begins as STANDARD, and the target's lifecycle moves it on`,
    unknown.length > 0 && `not known, for want of rights: ${unknown.join(", ")}`,
  ];
  return warnings.filter((each): each is string => each !== false);
}
