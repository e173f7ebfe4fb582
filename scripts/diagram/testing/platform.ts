const note = (path: string) => ({ "//": { metadata: { path } } });

/** A stack that has something for every view: a network, groups with rules, and a bucket. */
export const PLATFORM = {
  "dev-shop-all": {
    data: {
      terraform_remote_state: { other: { backend: "s3", config: { bucket: "b", key: "other" } } },
    },
    resource: {
      aws_vpc: { vpc: { ...note("dev-shop-all/net/Default"), cidr_block: "10.0.0.0/16" } },
      aws_subnet: {
        pub: {
          ...note("dev-shop-all/net/tier-public/eu-west-1a"),
          availability_zone: "eu-west-1a",
          cidr_block: "10.0.1.0/24",
        },
        dba: {
          ...note("dev-shop-all/net/tier-database/eu-west-1a"),
          availability_zone: "eu-west-1a",
          cidr_block: "10.0.2.0/24",
        },
        dbb: {
          ...note("dev-shop-all/net/tier-database/eu-west-1b"),
          availability_zone: "eu-west-1b",
          cidr_block: "10.0.3.0/24",
        },
      },
      aws_route_table_association: {
        pub: { subnet_id: "${aws_subnet.pub.id}", route_table_id: "${aws_route_table.pub.id}" },
        dbb: { subnet_id: "${aws_subnet.dbb.id}", route_table_id: "${aws_route_table.dbb.id}" },
      },
      aws_route: {
        out: { route_table_id: "${aws_route_table.pub.id}", gateway_id: "${aws_igw.i.id}" },
        dbb: {
          route_table_id: "${aws_route_table.dbb.id}",
          nat_gateway_id: "${aws_nat_gateway.n.id}",
        },
      },
      aws_nat_gateway: { n: { subnet_id: "${aws_subnet.pub.id}" } },
      aws_vpc_endpoint: {
        s3: { vpc_endpoint_type: "Gateway", service_name: "com.amazonaws.eu-west-1.s3" },
        api: {
          vpc_endpoint_type: "Interface",
          service_name: "com.amazonaws.eu-west-1.ecr.api",
          subnet_ids: ["${aws_subnet.dba.id}", "${aws_subnet.dbb.id}"],
        },
      },
      aws_security_group: {
        web: note("dev-shop-all/balancer/security-group/Default"),
        app: note("dev-shop-all/app/tasks/Default"),
      },
      aws_lb: {
        lb: { ...note("dev-shop-all/balancer/Default"), groups: ["${aws_security_group.web.id}"] },
      },
      aws_vpc_security_group_ingress_rule: {
        one: { ...rule("web"), cidr_ipv4: "192.0.2.0/24", description: "HTTPS from the edge" },
        two: { ...rule("web"), cidr_ipv6: "2001:db8::/32", description: "HTTPS from the edge" },
        app: {
          security_group_id: "${aws_security_group.app.id}",
          referenced_security_group_id: "${aws_security_group.web.id}",
          ip_protocol: "tcp",
          from_port: 8000,
          to_port: 8010,
          description: "Requests",
        },
        far: {
          security_group_id: "${data.terraform_remote_state.other.outputs.database_group_id}",
          referenced_security_group_id: "${aws_security_group.app.id}",
          ip_protocol: "-1",
          description: "Queries",
        },
      },
      aws_vpc_security_group_egress_rule: {
        out: { ...rule("app"), cidr_ipv4: "0.0.0.0/0", description: "HTTPS" },
        app: {
          security_group_id: "${aws_security_group.web.id}",
          referenced_security_group_id: "${aws_security_group.app.id}",
          ip_protocol: "tcp",
          from_port: 8000,
          to_port: 8010,
          description: "Requests to tasks",
        },
      },
      aws_s3_bucket: {
        kept: {
          ...note("dev-shop-all/uploads/Default"),
          force_destroy: false,
          lifecycle: { prevent_destroy: true },
        },
        loose: { ...note("dev-shop-all/scratch/Default"), force_destroy: true },
      },
      aws_s3_bucket_versioning: {
        kept: {
          bucket: "${aws_s3_bucket.kept.id}",
          versioning_configuration: { status: "Enabled" },
        },
        loose: {
          bucket: "${aws_s3_bucket.loose.id}",
          versioning_configuration: { status: "Suspended" },
        },
      },
      aws_kms_key: { key: { ...note("dev-shop-all/key/Default"), deletion_window_in_days: 30 } },
      aws_eip: { ip: note("dev-shop-all/ip/Default") },
      google_compute_firewall: {
        ssh: {
          ...note("dev-shop-all/open-ssh"),
          direction: "INGRESS",
          description: "People log in",
          source_ranges: ["35.235.240.0/20"],
          target_service_accounts: ["host@p.iam.gserviceaccount.com"],
          allow: [{ protocol: "tcp", ports: ["22", "2222"] }],
        },
        deny: { direction: "INGRESS", source_ranges: ["0.0.0.0/0"], deny: [{ protocol: "all" }] },
      },
      google_compute_subnetwork: {
        hosts: {
          ...note("dev-shop-all/g/subnet-hosts"),
          region: "europe-west1",
          ip_cidr_range: "10.1.0.0/24",
          private_ip_google_access: true,
        },
      },
    },
  },
};

/** A rule for HTTPS at a group. */
function rule(group: string) {
  return {
    security_group_id: `\${aws_security_group.${group}.id}`,
    ip_protocol: "tcp",
    from_port: 443,
    to_port: 443,
  };
}
