/**
 * The reference for turns: the Bot Framework's adapter as its documentation sets it up, on restify, answering what it is
 * sent. Authentication is on; only where keys and tokens come from is ours. Started with the address of the targets.
 */
import type { AddressInfo } from 'node:net';
import { CloudAdapter, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { AppCredentials, ServiceClientCredentialsFactory } from 'botframework-connector';
import restify from 'restify';
import { teamsApp } from './mio.ts';
import { referenceMetadataPath } from './turn-load.ts';

const [targets = ''] = process.argv.slice(2);

class FixedCredentials extends AppCredentials {
  override async getToken(): Promise<string> {
    return 'benchmark';
  }

  protected override async refreshToken(): Promise<never> {
    throw new Error('the token does not end during a benchmark');
  }
}

class FixedCredentialsFactory extends ServiceClientCredentialsFactory {
  override async isValidAppId(appId: string): Promise<boolean> {
    return appId === teamsApp;
  }

  override async isAuthenticationDisabled(): Promise<boolean> {
    return false;
  }

  override async createCredentials(): Promise<FixedCredentials> {
    return new FixedCredentials(teamsApp);
  }
}

const settings = {
  ToBotFromChannelOpenIdMetadataUrl: `${targets}${referenceMetadataPath}`,
  ToBotFromEmulatorOpenIdMetadataUrl: `${targets}${referenceMetadataPath}`,
  ToBotFromChannelTokenIssuer: 'https://api.botframework.com',
  ToChannelFromBotOAuthScope: 'https://api.botframework.com',
  ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/botframework.com',
  OAuthUrl: targets,
  ValidateAuthority: true,
};
const authentication = new ConfigurationBotFrameworkAuthentication(settings, new FixedCredentialsFactory());
const adapter = new CloudAdapter(authentication);
const server = restify.createServer();
server.use(restify.plugins.bodyParser({ mapParams: false }));
server.post('/api/messages', async (request, response) => {
  const { body, headers, method = 'POST' } = request;
  await adapter.process({ body, headers, method }, response, async (context) => {
    await context.sendActivity(`You said: ${context.activity.text}`);
  });
});
server.server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.server.address() as AddressInfo).port }));
process.on('SIGTERM', () => process.exit(0));
