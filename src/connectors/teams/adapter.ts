/**
 * The Bot Framework's adapter as Mio runs it.
 *
 * The adapter authenticates too, by the same guard as the endpoint: its own check would fetch keys past Mio's way out.
 * It is never off, for there is no authentication object that lets anything pass. What the adapter sends goes through
 * our own client, so that no retry of the SDK can post twice.
 */
import {
  type Activity,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type ConversationReference,
  type InvokeResponse,
  type ResourceResponse,
  type TurnContext,
} from 'botbuilder';
import {
  type AuthenticateRequestResult,
  BotFrameworkAuthentication,
  ClaimsIdentity,
  type ConnectorFactory,
  MicrosoftAppCredentials,
  ServiceClientCredentialsFactory,
  type UserTokenClient,
} from 'botframework-connector';
import { StoreUnavailableError } from '../../core/errors.ts';
import { text } from '../support/json.ts';
import type { BotClient } from './outbound.ts';
import type { Registration } from './sign-in.ts';
import type { BotTokens } from './tokens.ts';
import { type Bot, createTurns, type TurnsParts } from './turns.ts';
import type { ActivityGuard, VerifiedActivity } from './verify.ts';

export interface AdapterParts extends Omit<TurnsParts, 'tenantId'> {
  readonly registration: Registration;
  readonly guard: ActivityGuard;
  readonly tokens: BotTokens;
  readonly client: BotClient;
}

/** Runs the turn of an activity that the guard let pass. @throws StoreUnavailableError when it must come again */
export type RunTurn = (authorization: string, activity: VerifiedActivity) => Promise<InvokeResponse | undefined>;

export function createAdapter(parts: AdapterParts, bot: Bot): RunTurn {
  const { registration, guard, tokens, client, log } = parts;
  const turns = createTurns({ ...parts, tenantId: registration.tenantId }, bot);
  const adapter = new MioAdapter(new GuardedAuthentication(registration, guard, tokens), client);
  adapter.onTurnError = async (context, error) => {
    // What could not be kept must come again; everything else is over.
    if (error instanceof StoreUnavailableError) throw error;
    log.error({ err: error, activity: context.activity.type }, 'a turn of the Teams bot failed');
  };
  return (authorization, activity) => adapter.turn(authorization, activity, (context) => turns.run(context));
}

class MioAdapter extends CloudAdapter {
  readonly #client: BotClient;

  constructor(authentication: BotFrameworkAuthentication, client: BotClient) {
    super(authentication);
    this.#client = client;
  }

  turn(authorization: string, activity: VerifiedActivity, logic: (context: TurnContext) => Promise<void>) {
    return this.processActivity(authorization, activity as unknown as Activity, logic);
  }

  override async sendActivities(context: TurnContext, activities: Partial<Activity>[]): Promise<ResourceResponse[]> {
    const internal = activities.filter(({ type }) => type === 'invokeResponse' || type === 'trace' || type === 'delay');
    if (internal.length === activities.length) return super.sendActivities(context, activities);
    const sent: ResourceResponse[] = [];
    for (const activity of activities) {
      const path = `${conversationPath(activity)}/activities`;
      const serviceUrl = serviceUrlOf(activity);
      const answer = await this.#client.call({ method: 'POST', serviceUrl, path, body: activity, operation: 'answer' });
      sent.push({ id: text(answer['id']) ?? '' });
    }
    return sent;
  }

  override async updateActivity(_context: TurnContext, activity: Partial<Activity>): Promise<ResourceResponse> {
    const path = `${conversationPath(activity)}/activities/${encodeURIComponent(activity.id ?? '')}`;
    const serviceUrl = serviceUrlOf(activity);
    await this.#client.call({ method: 'PUT', serviceUrl, path, body: activity, operation: 'edit' });
    return { id: activity.id ?? '' };
  }

  override async deleteActivity(_context: TurnContext, reference: Partial<ConversationReference>): Promise<void> {
    const path = `${conversationPath(reference)}/activities/${encodeURIComponent(reference.activityId ?? '')}`;
    await this.#client.call({ method: 'DELETE', serviceUrl: serviceUrlOf(reference), path, operation: 'remove' });
  }
}

const serviceUrlOf = ({ serviceUrl = '' }: Partial<Activity> | Partial<ConversationReference>): string =>
  serviceUrl.endsWith('/') ? serviceUrl : `${serviceUrl}/`;

const conversationPath = ({ conversation }: Partial<Activity> | Partial<ConversationReference>): string =>
  `v3/conversations/${encodeURIComponent(conversation?.id ?? '')}`;

/** Authentication as the adapter asks for it, by Mio's guard; the clients that it makes sign in with the bot's own token. */
class GuardedAuthentication extends BotFrameworkAuthentication {
  readonly #registration: Registration;
  readonly #guard: ActivityGuard;
  readonly #clients: ConfigurationBotFrameworkAuthentication;

  constructor(registration: Registration, guard: ActivityGuard, tokens: BotTokens) {
    super();
    this.#registration = registration;
    this.#guard = guard;
    const credentials = new BotCredentialsFactory(registration, tokens);
    this.#clients = new ConfigurationBotFrameworkAuthentication({}, credentials, undefined, undefined, {
      httpClient: { sendRequest: refuseToSend },
    });
  }

  override async authenticateRequest(activity: Activity, authorization: string): Promise<AuthenticateRequestResult> {
    const verdict = await this.#guard.check(authorization, Buffer.from(JSON.stringify(activity)));
    if (!verdict.ok) throw new Error('an activity was not authentic');
    const claims = Object.entries(verdict.claims).map(([type, value]) => ({ type, value: String(value) }));
    const claimsIdentity = new ClaimsIdentity(claims, 'Bearer');
    const connectorFactory = this.createConnectorFactory(claimsIdentity);
    return { audience: 'https://api.botframework.com', claimsIdentity, connectorFactory };
  }

  override async authenticateStreamingRequest(): Promise<AuthenticateRequestResult> {
    throw new Error(`streaming is not offered by ${this.#registration.appId}`);
  }

  override createConnectorFactory(claims: ClaimsIdentity): ConnectorFactory {
    return this.#clients.createConnectorFactory(claims);
  }

  override createUserTokenClient(claims: ClaimsIdentity): Promise<UserTokenClient> {
    return this.#clients.createUserTokenClient(claims);
  }
}

/** Whatever is sent to Teams goes through Mio's own client and its way out; the SDK's must never find another. */
async function refuseToSend(): Promise<never> {
  throw new Error('the Bot Framework’s client is not used: call BotClient');
}

class BotCredentialsFactory extends ServiceClientCredentialsFactory {
  readonly #registration: Registration;
  readonly #tokens: BotTokens;

  constructor(registration: Registration, tokens: BotTokens) {
    super();
    this.#registration = registration;
    this.#tokens = tokens;
  }

  override async isValidAppId(appId: string): Promise<boolean> {
    return appId === this.#registration.appId;
  }

  override async isAuthenticationDisabled(): Promise<boolean> {
    return false;
  }

  override async createCredentials(): Promise<BotCredentials> {
    return new BotCredentials(this.#registration, this.#tokens);
  }
}

class BotCredentials extends MicrosoftAppCredentials {
  readonly #tokens: BotTokens;

  constructor({ appId, appPassword, tenantId }: Registration, tokens: BotTokens) {
    super(appId, appPassword, tenantId);
    this.#tokens = tokens;
  }

  override getToken(): Promise<string> {
    return this.#tokens.bot();
  }
}
