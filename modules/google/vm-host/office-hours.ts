import { ComputeResourcePolicy } from "@cdktf/provider-google/lib/compute-resource-policy/index.js";
import { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member/index.js";
import { hashedName } from "@groundplan/core/naming";
import { type Finding, matching } from "@groundplan/core/problems";
import { Construct } from "constructs";

/** When a machine is started and stopped. */
export interface OfficeHours {
  /** Five cron fields, at most one start an hour: `0 7 * * 1-5`. */
  readonly start: string;
  /** Five cron fields: `0 20 * * 1-5`. */
  readonly stop: string;
  /** Time zone of both: `Europe/Brussels`. */
  readonly timeZone: string;
  /** Number of the project, which names Google's own account that starts and stops. */
  readonly projectNumber: string;
}

/** What the hours are made from. */
export interface OfficeHoursProps {
  /** Name of the machine, beginning of the policy's name. */
  readonly name: string;
  /** Project id. */
  readonly project: string;
  /** Region of the machine. */
  readonly region: string;
  /** When it runs. */
  readonly hours: OfficeHours;
  /**
   * Whether Google's account has its right from another machine's stack. Two that grant the same would
   * take it from each other when one goes.
   *
   * @default false: it is granted here
   */
  readonly granted?: boolean;
}

/**
 * The hours of a machine, and the right of Google's own account to start and stop machines of the
 * project: there is no smaller place that it could be given in before the machine exists.
 */
export class OfficeHoursPolicy extends Construct {
  readonly policy: ComputeResourcePolicy;
  /** None where another stack grants it. */
  readonly grant?: ProjectIamMember;

  constructor(scope: Construct, id: string, props: OfficeHoursProps) {
    super(scope, id);
    const { name, project, region, hours } = props;
    const { start, stop, timeZone, projectNumber } = hours;
    if (!props.granted) {
      this.grant = new ProjectIamMember(this, "starts-and-stops", {
        project,
        role: "roles/compute.instanceAdmin.v1",
        member: `serviceAccount:service-${projectNumber}@compute-system.iam.gserviceaccount.com`,
      });
    }
    this.policy = new ComputeResourcePolicy(this, "Default", {
      name: hashedName(`${name}-hours`, [start, stop, timeZone]),
      project,
      region,
      description: "When the machine runs",
      instanceSchedulePolicy: {
        vmStartSchedule: { schedule: start },
        vmStopSchedule: { schedule: stop },
        timeZone,
      },
      lifecycle: { createBeforeDestroy: true },
    });
  }
}

const CRON = /^[\d*,/-]+( [\d*,/-]+){2}( [\d*,/A-Za-z-]+){2}$/;

/** What is wrong with the hours. */
export function hoursProblems({ start, stop, timeZone, projectNumber }: OfficeHours): Finding[] {
  const words = "be five cron fields such as 0 7 * * 1-5";
  return [
    matching("hours.start", start, CRON, words),
    matching("hours.stop", stop, CRON, words),
    matching(
      "hours.timeZone",
      timeZone,
      /^[A-Z][A-Za-z_]+(\/[A-Z][A-Za-z_+-]+)*$/,
      "be a time zone such as Europe/Brussels",
    ),
    matching("hours.projectNumber", projectNumber, /^\d{6,19}$/, "be the project's number"),
  ];
}
