const note = (path: string) => ({ "//": { metadata: { path } } });

const read = (state: string, field: string) =>
  `data.terraform_remote_state.state-of-${state}.outputs.${field}`;

const trial = (zone: string, position: number) => ({
  security_group_id: "${aws_security_group.tasks.id}",
  cidr_ipv4: `\${element(${read("network", "network_egress_ips")}, ${position})}/32`,
  ip_protocol: "tcp",
  from_port: 8443,
  to_port: 8443,
  description: `Trial from ${zone}`,
});

/** A stack with a database, and one that opens the database's group to its tasks and reads addresses. */
export const TWO_STACKS = {
  "dev-shop-data": {
    terraform: { backend: { s3: { bucket: "b", key: "data" } } },
    output: { data_security_group_id: { value: "${aws_security_group.database.id}" } },
    resource: {
      aws_security_group: { database: note("dev-shop-data/database/security-group/Default") },
      aws_db_instance: {
        database: {
          ...note("dev-shop-data/database/Default"),
          vpc_security_group_ids: ["${aws_security_group.database.id}"],
        },
      },
    },
  },
  "dev-shop-service": {
    terraform: { backend: { s3: { bucket: "b", key: "service" } } },
    data: {
      terraform_remote_state: {
        "state-of-data": { backend: "s3", config: { bucket: "b", key: "data" } },
        "state-of-network": { backend: "s3", config: { bucket: "b", key: "network" } },
      },
    },
    resource: {
      aws_security_group: { tasks: note("dev-shop-service/tasks/Default") },
      aws_vpc_security_group_ingress_rule: {
        database: {
          security_group_id: `\${${read("data", "data_security_group_id")}}`,
          referenced_security_group_id: "${aws_security_group.tasks.id}",
          ip_protocol: "tcp",
          from_port: 5432,
          to_port: 5432,
        },
        one: trial("eu-west-1a", 0),
        two: trial("eu-west-1b", 1),
      },
    },
  },
};
