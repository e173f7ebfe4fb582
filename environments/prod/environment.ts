import type { Environment } from "../environment.ts";

/** What users see: redundant, protected, recorded. */
export const prod = {
  name: "prod",
  stage: "prod",
  org: "acme",
  aws: { accountId: "444455556666", region: "eu-west-1" },
  google: { projectId: "acme-prod", projectNumber: "210987654321", region: "europe-west1" },
  cloudflare: { accountId: "fedcba9876543210fedcba9876543210" },
  state: {
    kind: "s3",
    bucket: "acme-prod-terraform-state",
    region: "eu-west-1",
    // A key of its own, so that a right on the bucket alone opens no state.
    kmsKeyArn: "arn:aws:kms:eu-west-1:444455556666:alias/acme-prod-terraform-state",
  },
  apps: {
    foundation: {
      ci: {
        repository: {
          owner: "acme",
          ownerId: "1234567",
          name: "infrastructure",
          repositoryId: "7654321",
        },
        plan: [{ pullRequest: true }, { branch: "main" }],
        apply: [{ environment: "prod" }],
        aws: {
          services: [
            "acm",
            "application-autoscaling",
            "budgets",
            "chatbot",
            "cloudwatch",
            "ec2",
            "ecr",
            "ecs",
            "elasticloadbalancing",
            "es",
            "events",
            "lambda",
            "logs",
            "rds",
            "route53",
            "s3",
            "scheduler",
            "secretsmanager",
            "sns",
            "sqs",
            "ssm",
          ],
          // The last one is no secret from those who plan: it stands in a state that they read.
          parameters: [
            "/acme/prod/music-library/image",
            "/acme/prod/music-library/release",
            "/acme/prod/on-call/url",
          ],
          passedTo: [
            "chatbot.amazonaws.com",
            "ecs-tasks.amazonaws.com",
            "ecs.amazonaws.com",
            "es.amazonaws.com",
            "lambda.amazonaws.com",
            "scheduler.amazonaws.com",
            "vpc-flow-logs.amazonaws.com",
          ],
        },
        google: {
          planRoles: [
            "roles/browser",
            "roles/compute.viewer",
            "roles/iam.securityReviewer",
            "roles/iam.serviceAccountViewer",
            "roles/monitoring.viewer",
            "roles/secretmanager.viewer",
            "roles/storage.bucketViewer",
          ],
          applyRoles: [
            "roles/browser",
            "roles/compute.networkAdmin",
            "roles/compute.securityAdmin",
            "roles/iam.serviceAccountCreator",
            "roles/iam.serviceAccountViewer",
            "roles/monitoring.editor",
            "roles/storage.admin",
          ],
        },
      },
    },
    "music-library": {
      zone: {
        name: "example.com",
        plan: "business",
        // Nobody scrapes the catalogue; search engines and link previews are welcome.
        bots: {
          superBotFightMode: {
            definitelyAutomated: "block",
            likelyAutomated: "managed_challenge",
            verifiedBots: "allow",
          },
        },
        // At first they challenge and block nothing: what they take for an attack wrongly is read in the
        // events and excepted, then this line goes.
        managedRules: { mode: "observe" },
        records: [
          { type: "MX", name: "example.com", target: "mail.example.org", priority: 10 },
          { type: "TXT", name: "example.com", text: "v=spf1 include:_spf.example.org -all" },
          {
            type: "TXT",
            name: "_dmarc.example.com",
            text: "v=DMARC1; p=quarantine; rua=mailto:dmarc@example.org",
          },
          { type: "CAA", name: "example.com", tag: "issue", value: "amazon.com" },
          { type: "CAA", name: "example.com", tag: "issue", value: "letsencrypt.org" },
        ],
      },
      network: {
        cidr: "10.30.0.0/16",
        zones: ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
        // Work goes on while the way out is away: its queue is reached inside the network.
        endpoints: { services: ["sqs"] },
      },
      api: {
        label: "api",
        image: {
          firstDigest: "sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
        },
        // Django's workers share one catalogue in memory: fewer and larger tasks cost less than more.
        size: { cpuUnits: 1024, memoryMiB: 2048 },
        healthPath: "/health",
        originAuthorities: `-----BEGIN CERTIFICATE-----
MIIBnjCCAUSgAwIBAgIUKQtA+DJj2yvREdCamzOHQ4StZ4kwCgYIKoZIzj0EAwIw
GzEZMBcGA1UEAwwQYWNtZSBwcm9kIG9yaWdpbjAeFw0yNjExMjIwMDQ4MTBaFw0z
NjExMTkwMDQ4MTBaMBsxGTAXBgNVBAMMEGFjbWUgcHJvZCBvcmlnaW4wWTATBgcq
hkjOPQIBBggqhkjOPQMBBwNCAATHRZBksgXZxpAdr/STxYxHcqzC3BoR1alkK7SC
tygiaMqjNsfqNKhfx38uwc2Jhjn1c3T50wTjn5Z1Muitm26oo2YwZDAdBgNVHQ4E
FgQUmrRHwtD4oVJdmMS9dTfZrFMSpMswHwYDVR0jBBgwFoAUmrRHwtD4oVJdmMS9
dTfZrFMSpMswEgYDVR0TAQH/BAgwBgEB/wIBADAOBgNVHQ8BAf8EBAMCAQYwCgYI
KoZIzj0EAwIDSAAwRQIgagGiZFawtRphjNr6gDOlJu5qLudNOg9Nm0L+f5lMj3IC
IQCWlaza1Jfr1AYHcY437FxvjM8Bp0Xue5gigtxlttC0jw==
-----END CERTIFICATE-----`,
        protection: {
          // People's back office, if the application has one.
          reserved: { paths: ["/admin/"], from: { office: ["203.0.113.0/24"] } },
          loginPaths: ["/api/auth/"],
          loginRate: { requests: 10, periodSeconds: 60 },
          // A person changes one thing a second at most.
          writeRate: { requests: 60, periodSeconds: 60 },
          spareFromBotFightMode: {
            reason: "Apps on phones call the API and pass no browser check",
          },
        },
        // One in each zone, so that losing a zone leaves two; most is what the database has room for.
        tasks: { min: 3, max: 12 },
      },
      data: { database: { version: 17 } },
      search: {
        engineVersion: "OpenSearch_2.19",
        adminRoleArn: "arn:aws:iam::444455556666:role/acme-people-search",
      },
      pipeline: {
        repository: {
          owner: "acme",
          ownerId: "1234567",
          name: "infrastructure",
          repositoryId: "7654321",
        },
        copiedFrom: { name: "acme-dev-music-library", accountId: "111122223333" },
      },
      alerts: {
        channels: {
          "on-call": { kind: "on-call", parameter: "/acme/prod/on-call/url" },
          team: { kind: "slack", workspaceId: "T0123ABCD", channelId: "C0123ABCD" },
        },
        usdPerMonth: 2500,
      },
    },
    "music-graph": {
      kind: "platform",
      channel: "release",
      runningDigest: "sha256:fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9",
      // A release is a merged change of the line above: nobody applies it at a desk.
      appliedByCi: true,
      network: { hostsCidr: "10.70.0.0/24", peers: { "aws-prod": ["10.30.0.0/16"] } },
      host: {
        zone: "europe-west1-b",
        image: { image: "music-graph-host-20261101120000-0a1b2c3" },
        visitors: { everyone: { reason: "The site is public" } },
        images: {
          postgres:
            "docker.io/library/postgres@sha256:3b1e0d5c7a9f2846e1c3b5a7d9f0e2c4b6a8d0f1e3c5b7a9d1f3e5c7b9a0d2f4",
          nginx:
            "docker.io/library/nginx@sha256:8f2c0e7a1d3b5f69c4e8a0b2d6f1937e5c0a9b8d7e6f5a4b3c2d1e0f9a8b7c6d",
        },
        passwordVersion: 1,
        alertEmail: "on-call@example.org",
      },
      certificates: {
        zoneId: "Z9876543210JIHGFEDCBA",
        zoneName: "graph.example.org",
        names: ["graph.example.org"],
      },
      backups: {
        location: { multiRegion: "EU" },
        alertEmail: "on-call@example.org",
      },
      // Every night's dump is restored the same morning.
      drill: { hours: { start: "0 4 * * *", stop: "0 7 * * *", timeZone: "Etc/UTC" } },
    },
  },
} satisfies Environment;
