import { ComputeInstance } from "@cdktf/provider-google/lib/compute-instance/index.js";
import { declareCost } from "@groundplan/core/cost";
import { check } from "@groundplan/core/problems";
import { Construct } from "constructs";
import {
  followsFamily,
  hardened,
  imageReference,
  letAgentWrite,
  literal,
  logInMetadata,
  OfficeHoursPolicy,
  OPS_AGENT,
  scheduling,
  startupScript,
  textFile,
} from "../vm-host/index.ts";
import { TaskAlerts } from "./alerts.ts";
import type { HostTask, TaskHostProps } from "./props.ts";
import { resolveTaskHost, type SettledTaskHost, taskHostProblems } from "./settle.ts";

/** List price of pd-balanced in us-central1, US dollars, November 2026. */
const DISK_USD_PER_GIB = 0.1;

/**
 * A machine that wakes at its hours, does one task as an account of its own, and sleeps again. Nothing
 * on it is missed, and nothing comes in.
 */
export class TaskHost extends Construct {
  readonly instance: ComputeInstance;
  readonly hours: OfficeHoursPolicy;
  readonly alerts: TaskAlerts;

  constructor(scope: Construct, id: string, props: TaskHostProps) {
    super(scope, id);
    const settled = resolveTaskHost(props);
    check(this, taskHostProblems(props, settled));
    const { name, network, account, task, watch } = props;
    const { project, region } = network;
    const { granted, ...hours } = props.hours;

    this.hours = new OfficeHoursPolicy(this, "hours", { name, project, region, hours, granted });
    this.instance = this.createInstance(props, settled);
    letAgentWrite(this, project, account.member);
    this.alerts = new TaskAlerts(this, "alerts", {
      ...{ name, project, unit: task.unit },
      instanceId: this.instance.instanceId,
      ...{ ...watch, maxAgeDays: settled.maxAgeDays },
    });
    const usdPerMonth = settled.bootDiskGiB * DISK_USD_PER_GIB;
    declareCost(this, [{ item: `${settled.bootDiskGiB} GiB of disks`, usdPerMonth }]);
  }

  private createInstance(props: TaskHostProps, settled: SettledTaskHost): ComputeInstance {
    const { name, zone, network, account, image, task, publicAddress, overrides } = props;
    const debian = { system: "debian", ...image } as const;
    return new ComputeInstance(this, "Default", {
      description: `Wakes for ${task.unit}; nothing on it is missed`,
      ...overrides?.instance,
      name,
      project: network.project,
      zone,
      machineType: settled.machineType,
      allowStoppingForUpdate: true,
      ...hardened(account.email),
      bootDisk: {
        autoDelete: true,
        initializeParams: {
          image: imageReference(debian),
          size: settled.bootDiskGiB,
          type: "pd-balanced",
        },
      },
      networkInterface: [
        {
          subnetwork: network.subnetId(props.subnet),
          accessConfig: publicAddress ? [{}] : undefined,
        },
      ],
      scheduling: scheduling(settled.spot),
      resourcePolicies: [this.hours.policy.selfLink],
      metadata: {
        ...overrides?.instance?.metadata,
        "startup-script": literal(bootScript(task, settled.minutes)),
        ...logInMetadata(settled.twoFactor),
      },
      dependsOn: this.hours.grant ? [this.hours.grant] : undefined,
      lifecycle: {
        ...overrides?.instance?.lifecycle,
        ignoreChanges: followsFamily(debian) ? ["boot_disk[0].initialize_params[0].image"] : [],
      },
    });
  }
}

/** The task once, a little after each boot: the machine is there for nothing else. */
function bootScript({ unit, files = {} }: HostTask, minutes: number): string {
  const units = "/etc/systemd/system";
  const own = {
    ...files,
    [`${units}/${unit}.timer`]: TIMER,
    [`${units}/${unit}.service.d/minutes.conf`]: `[Service]\nTimeoutStartSec=${minutes}min\n`,
  };
  const texts = Object.entries(own).map(([path, content]) => textFile(path, content));
  return startupScript([OPS_AGENT, ...texts], [`${unit}.timer`]);
}

const TIMER = `[Unit]
Description=Starts the task each time that the machine wakes

[Timer]
OnBootSec=3min

[Install]
WantedBy=timers.target
`;
