/** The Bot Framework's own adapter, pointed at the sandbox: it keeps the real addresses, and only the bytes go elsewhere. */
import { CloudAdapter, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { type ConnectorClient, ServiceClientCredentialsFactory } from 'botframework-connector';

type ServiceClientCredentials = ConstructorParameters<typeof ConnectorClient>[0];
type ConnectorClientOptions = NonNullable<ConstructorParameters<typeof ConnectorClient>[1]>;

export interface AdapterParts {
  /** Where the sandbox is. */
  readonly url: string;
  readonly botId: string;
  /** `Bearer …`, for the connector. */
  readonly authorization: string;
  /** Where an OpenID configuration names the connector's keys. */
  readonly metadata: string;
}

export function createAdapter({ url, botId, authorization, metadata }: AdapterParts): CloudAdapter {
  const factory = new (class extends ServiceClientCredentialsFactory {
    override isValidAppId = async (id: string) => id === botId;
    override isAuthenticationDisabled = async () => false;
    override createCredentials = async () => credentials(authorization);
  })();
  const settings = {
    ToBotFromChannelOpenIdMetadataUrl: metadata,
    ToBotFromChannelTokenIssuer: 'https://api.botframework.com',
    ToChannelFromBotOAuthScope: 'https://api.botframework.com',
    ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com',
    ToBotFromEmulatorOpenIdMetadataUrl: metadata,
    OAuthUrl: 'https://token.botframework.com',
    ValidateAuthority: true,
  };
  return new CloudAdapter(
    new ConfigurationBotFrameworkAuthentication(settings, factory, undefined, undefined, { httpClient: egress(url) }),
  );
}

export function credentials(authorization: string): ServiceClientCredentials {
  return {
    async signRequest(request) {
      request.headers.set('authorization', authorization);
      return request;
    },
  };
}

/** The SDK keeps the real address; only where the bytes go is another. */
function egress(sandbox: string): NonNullable<ConnectorClientOptions['httpClient']> {
  return {
    async sendRequest(request) {
      const url = request.url.replace('https://smba.trafficmanager.net', `${sandbox}/bot`);
      const sent = request.headers.headersArray().map(({ name, value }) => [name, value] as [string, string]);
      const answer = await fetch(url, { method: request.method, headers: sent, body: request.body as string });
      const headers = request.headers.clone();
      for (const name of headers.headerNames()) headers.remove(name);
      for (const [name, value] of answer.headers) headers.set(name, value);
      return { request, status: answer.status, headers, bodyAsText: await answer.text() };
    },
  };
}
