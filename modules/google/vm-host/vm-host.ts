import { ComputeAddress } from "@cdktf/provider-google/lib/compute-address/index.js";
import { ComputeInstance } from "@cdktf/provider-google/lib/compute-instance/index.js";
import { ComputeInstanceIamMember } from "@cdktf/provider-google/lib/compute-instance-iam-member/index.js";
import { ServiceAccountIamMember } from "@cdktf/provider-google/lib/service-account-iam-member/index.js";
import { declareCost } from "@groundplan/core/cost";
import { check } from "@groundplan/core/problems";
import { Fn, Token } from "cdktf";
import { Construct } from "constructs";
import type { GoogleGrantee } from "../iam/index.ts";
import { appMetadata } from "./app.ts";
import { hostCosts } from "./cost.ts";
import { DataDisk } from "./data-disk.ts";
import { hardened, letAgentWrite, logInMetadata, scheduling } from "./hardening.ts";
import { followsFamily, imageReference } from "./image.ts";
import { OfficeHoursPolicy } from "./office-hours.ts";
import type { VmHostProps } from "./props.ts";
import { hostProblems, resolveHost, type SettledHost } from "./settle.ts";
import { Watch } from "./watch.ts";

/**
 * A machine that runs containers: replaceable with its boot disk, while its data disk stays. It pulls
 * releases by digest, so nobody needs a way in to deploy.
 *
 * @stateful
 */
export class VmHost extends Construct {
  readonly instance: ComputeInstance;
  readonly data: DataDisk;
  /** The public address that stays; none where the host has none. */
  readonly address?: ComputeAddress;
  /** None where the host always runs. */
  readonly hours?: OfficeHoursPolicy;
  /** None where nobody is told. */
  readonly watch?: Watch;

  private readonly accountId: string;

  constructor(scope: Construct, id: string, props: VmHostProps) {
    super(scope, id);
    const settled = resolveHost(props);
    check(this, hostProblems(props, settled));
    const { account, network } = props;
    this.accountId = accountPath(network.project, account);

    this.address = this.createAddress(props, settled);
    this.hours = this.createHours(props);
    this.data = this.createData(props, settled);
    this.instance = this.createInstance(props, settled);
    letAgentWrite(this, network.project, account.member);
    this.watch = this.createWatch(props, settled);
    declareCost(this, hostCosts({ ...settled, public: this.address !== undefined }));
  }

  /** The address that names point to. Nothing where the host has none of its own. */
  get publicIp(): string | undefined {
    return this.address?.address;
  }

  /** The address inside the network. Another machine gets another one. */
  get privateIp(): string {
    return this.instance.networkInterface.get(0).networkIp;
  }

  /**
   * Lets `deployer` name the release, by metadata: `roles/compute.instanceAdmin.v1` on this machine and
   * `roles/iam.serviceAccountUser` on its account. Whoever sets metadata is root on the machine.
   */
  grantDeploy({ key, member }: GoogleGrantee): void {
    const { project, zone, name: instanceName } = this.instance;
    new ComputeInstanceIamMember(this, `deploy-${key}`, {
      ...{ project, zone, instanceName, member },
      role: "roles/compute.instanceAdmin.v1",
    });
    new ServiceAccountIamMember(this, `act-as-${key}`, {
      serviceAccountId: this.accountId,
      role: "roles/iam.serviceAccountUser",
      member,
    });
  }

  private createAddress(
    { name, network, publicAddress }: VmHostProps,
    { protect }: SettledHost,
  ): ComputeAddress | undefined {
    if (!publicAddress) return undefined;
    return new ComputeAddress(this, "address", {
      name,
      project: network.project,
      region: network.region,
      description: publicAddress.reason,
      lifecycle: { preventDestroy: protect },
    });
  }

  private createHours({ name, network, hours }: VmHostProps): OfficeHoursPolicy | undefined {
    if (!hours) return undefined;
    const { project, region } = network;
    return new OfficeHoursPolicy(this, "hours", { name, project, region, hours });
  }

  private createData(
    { name, zone, network, overrides }: VmHostProps,
    { dataDisk: disk, snapshots, protect }: SettledHost,
  ): DataDisk {
    const { project, region } = network;
    const override = overrides?.dataDisk;
    const place = { name, project, zone, region };
    return new DataDisk(this, "data", { ...place, disk, snapshots, protect, override });
  }

  private createInstance(props: VmHostProps, settled: SettledHost): ComputeInstance {
    const { name, zone, network, account, overrides } = props;
    return new ComputeInstance(this, "Default", {
      description: "Runs containers; nothing on its boot disk is missed",
      ...overrides?.instance,
      name,
      project: network.project,
      zone,
      machineType: settled.machineType,
      allowStoppingForUpdate: settled.mayStop,
      ...hardened(account.email),
      ...this.disks(props, settled),
      networkInterface: [this.networkInterface(props)],
      scheduling: scheduling(settled.spot),
      resourcePolicies: this.hours ? [this.hours.policy.selfLink] : undefined,
      metadata: { ...overrides?.instance?.metadata, ...hostMetadata(props, settled) },
      dependsOn: this.hours?.grant ? [this.hours.grant] : undefined,
      lifecycle: { ...overrides?.instance?.lifecycle, ignoreChanges: ignored(props, settled) },
    });
  }

  private disks({ image }: VmHostProps, { bootDiskGiB }: SettledHost) {
    return {
      bootDisk: {
        autoDelete: true,
        initializeParams: {
          image: imageReference(image),
          size: bootDiskGiB,
          type: "pd-balanced",
        },
      },
      attachedDisk: [{ source: this.data.disk.selfLink, deviceName: "data" }],
    };
  }

  private networkInterface({ network, subnet }: VmHostProps) {
    return {
      subnetwork: network.subnetId(subnet),
      accessConfig: this.address ? [{ natIp: this.address.address }] : undefined,
    };
  }

  private createWatch(
    { name, network, image }: VmHostProps,
    { watch }: SettledHost,
  ): Watch | undefined {
    if (!watch) return undefined;
    return new Watch(this, "watch", {
      ...watch,
      name,
      project: network.project,
      instanceId: this.instance.instanceId,
      guestMetrics: image.system === "debian",
    });
  }
}

function hostMetadata({ app, image }: VmHostProps, { twoFactor }: SettledHost) {
  return {
    ...appMetadata(app, image),
    release: app.release,
    ...logInMetadata(twoFactor),
  };
}

/** What somebody else decides, Terraform leaves as it is. */
function ignored({ image }: VmHostProps, { releaseOwner }: SettledHost): string[] {
  return [
    ...(followsFamily(image) ? ["boot_disk[0].initialize_params[0].image"] : []),
    ...(releaseOwner === "pipeline" ? ['metadata["release"]'] : []),
  ];
}

/** The account by its path. Where this stack makes it, who names it waits until it is made. */
function accountPath(project: string, { email, member }: VmHostProps["account"]): string {
  const accounts = `projects/${project}/serviceAccounts/`;
  return Token.isUnresolved(member)
    ? Fn.replace(member, "serviceAccount:", accounts)
    : `${accounts}${email}`;
}
