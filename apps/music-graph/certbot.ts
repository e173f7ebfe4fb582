import { awsConfig, type CredentialHelper } from "@groundplan/aws/certbot-dns";
import { DATA_FOLDER } from "@groundplan/google/vm-host";
import { CERTIFICATE_SCRIPT, CREDENTIALS_SCRIPT } from "./host-image.ts";

/** Where certificates lie: on the data disk, so that another machine needs no other ones. */
export const CERTIFICATES_FOLDER = `${DATA_FOLDER}/letsencrypt`;

const AWS_CONFIG = "/etc/groundplan/aws-config";

/** Tells the proxy to read the new certificate; it drops no connection. */
const RELOAD =
  "docker ps --quiet --filter label=com.docker.compose.service=proxy | xargs -r docker kill --signal HUP";

/** What certbot must know. */
export interface CertbotOptions extends Omit<CredentialHelper, "helperPath"> {
  /** Names of the certificate; the first names it. */
  readonly names: readonly string[];
}

/** The units that the host starts for it. */
export const CERTBOT_UNITS = ["certbot-renew.timer", "certificate-check.timer"];

/** The host's files for certbot: units, and an AWS configuration that holds nothing secret. */
export function certbotFiles({ names, ...helper }: CertbotOptions): Record<string, string> {
  return {
    [AWS_CONFIG]: awsConfig({ helperPath: CREDENTIALS_SCRIPT, ...helper }),
    "/etc/systemd/system/certbot-renew.service": service(names),
    "/etc/systemd/system/certbot-renew.timer": RENEW_TIMER,
    "/etc/systemd/system/certificate-check.service": checkService(names[0]!),
    "/etc/systemd/system/certificate-check.timer": CHECK_TIMER,
  };
}

/**
 * Let's Encrypt takes five failed proofs of a name and gives one back every 12 minutes; who fails more
 * often is locked out, also once the cause is mended (https://letsencrypt.org/docs/rate-limits/). After
 * eight hours the unit has failed for all to see, and the timer tries again.
 */
function service(names: readonly string[]): string {
  const command = [
    "/usr/bin/certbot certonly --non-interactive --agree-tos --register-unsafely-without-email",
    "--dns-route53 --key-type ecdsa --keep-until-expiring --expand",
    `--config-dir ${CERTIFICATES_FOLDER} --work-dir /var/lib/letsencrypt --logs-dir /var/log/letsencrypt`,
    `--cert-name ${names[0]} ${names.map((name) => `--domain ${name}`).join(" ")}`,
    `--deploy-hook "${RELOAD}"`,
  ];
  return `[Unit]
Description=Gets the certificate, and renews it when it is due
Wants=network-online.target
Requires=host-data.service
After=network-online.target host-data.service
StartLimitIntervalSec=10h
StartLimitBurst=24

[Service]
Type=oneshot
Environment=AWS_CONFIG_FILE=${AWS_CONFIG} AWS_EC2_METADATA_DISABLED=true
ExecStart=${command.join(" \\\n  ")}
Restart=on-failure
RestartSec=20min
`;
}

const RENEW_TIMER = `[Unit]
Description=Looks at the certificate twice a day

[Timer]
OnBootSec=5s
OnUnitInactiveSec=12h
RandomizedDelaySec=5s

[Install]
WantedBy=timers.target
`;

/** Certificates renew with 30 of 90 days left: with 20, ten days of renewals have failed. */
function checkService(name: string): string {
  const file = `${CERTIFICATES_FOLDER}/live/${name}/fullchain.pem`;
  return `[Unit]
Description=Complains of a certificate that ends soon
Requires=host-data.service
After=host-data.service

[Service]
Type=oneshot
ExecStart=/bin/bash ${CERTIFICATE_SCRIPT} --file ${file} --connect localhost --days 20
`;
}

const CHECK_TIMER = `[Unit]
Description=Looks at the end of the certificate twice a day

[Timer]
OnBootSec=15min
OnUnitInactiveSec=12h

[Install]
WantedBy=timers.target
`;
