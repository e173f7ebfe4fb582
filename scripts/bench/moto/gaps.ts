const DESCRIPTION = "moto tells no description of a rule that names another group";
const ICMP = "moto gives a rule back with codes of ICMP that it was not given";
const SIGNATURE = "moto tells no signature version of a topic";
const LIFECYCLE = "moto tells no lifecycle support of a database";
const FORGOTTEN = "moto forgets of a service what nobody has looked into yet";
const PARAMETERS = "moto tells no parameters of a group";

const SERVICE = "music-library-service";
const RULE = "aws_vpc_security_group_ingress_rule";

/**
 * What the real provider's second plan would change on moto, and why: places where moto gives back
 * something else than it was given. The rehearsal's second plan is empty. One that is no more is told
 * as a difference, so the list can only become shorter.
 *
 * @param name of the environment
 */
export function gapsOf(name: string): Readonly<Record<string, string>> {
  const everywhere = {
    [`update module.${name}-music-library-alerts.aws_sns_topic.notifications_critical`]: SIGNATURE,
    [`update module.${name}-music-library-alerts.aws_sns_topic.notifications_warning`]: SIGNATURE,
    [`update module.${name}-music-library-data.aws_db_instance.database`]: LIFECYCLE,
    [`update module.${name}-${SERVICE}.aws_ecs_service.web`]: FORGOTTEN,
    [`update module.${name}-${SERVICE}.aws_ecs_service.worker`]: FORGOTTEN,
    [`update module.${name}-music-library-data.aws_db_parameter_group.database_parameters`]:
      PARAMETERS,
    [`update module.${name}-music-library-network.aws_default_network_acl.network_defaults_network-acl`]:
      ICMP,
    [`update module.${name}-${SERVICE}.${RULE}.database_security-group_from-apptasks-tcp-5432`]:
      DESCRIPTION,
    [`update module.${name}-${SERVICE}.${RULE}.search_entrance_from-apptasks-tcp-443`]: DESCRIPTION,
    [`update module.${name}-${SERVICE}.${RULE}.web_entrance_from-load-balancersecurity-group-tcp-8000`]:
      DESCRIPTION,
  };
  return { ...everywhere, ...ALONE[name] };
}

/** What only one environment has. */
const ALONE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  dev: {
    "update module.dev-music-library-network.aws_autoscaling_group.network_egress_nat-instance":
      "moto tells no maintenance policy",
  },
};
