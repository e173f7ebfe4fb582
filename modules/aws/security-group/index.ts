export { checkDescription } from "./opening-problems.ts";
export type { AllPorts, Opening, Peer, Ports } from "./rule.ts";
export {
  type Connectable,
  type ExistingSecurityGroup,
  SecurityGroup,
  type SecurityGroupProps,
} from "./security-group.ts";
