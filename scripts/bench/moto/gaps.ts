/**
 * What the real provider's second plan would change on moto, and why: places where moto gives back
 * something else than it was given. The rehearsal's second plan is empty. One that is no more is told
 * as a difference, so the list can only become shorter.
 */
export const GAPS: Readonly<Record<string, string>> = {
  "replace module.dev-music-library-service.aws_ecs_service.web":
    "moto forgets the strategy of capacity providers",
  "replace module.dev-music-library-zone.aws_acm_certificate.api-certificate":
    "moto tells EC_prime256v1 by another name",
  "update module.dev-music-library-network.aws_autoscaling_group.network_egress_nat-instance":
    "moto tells no maintenance policy",
  "update module.dev-music-library-network.aws_default_network_acl.network_defaults_network-acl":
    "moto gives a rule back with codes of ICMP that it was not given",
  "update module.dev-music-library-service.aws_lb_listener.load-balancer_https":
    "follows from the certificate",
  "update module.dev-music-library-service.aws_vpc_security_group_ingress_rule.web_entrance_from-load-balancersecurity-group-tcp-8000":
    "moto tells no description of a rule that names another group",
};
