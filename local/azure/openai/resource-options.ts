/** What every route of an Azure OpenAI resource is made with. */
import type { HttpExchange } from '../../kit/reply.ts';
import type { Account } from '../subscription/account.ts';
import type { AuthorizeOptions } from './authorize.ts';
import type { FindDeployment } from './deployments.ts';

export interface ResourceOptions extends AuthorizeOptions {
  /** Another origin of this machine, for the answer that redirects; known once the servers listen. */
  readonly redirectOrigin: string;
  /** Of the host that was asked. */
  readonly accountOf: (exchange: HttpExchange) => Account | undefined;
  readonly find: FindDeployment;
}
