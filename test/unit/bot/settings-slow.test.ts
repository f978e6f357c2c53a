/** The settings check and a Microsoft that takes its time: it asks Mio itself, and waits for that. */
import assert from 'node:assert/strict';
import { createTeamsConnector } from '../../../src/connectors/teams/index.ts';
import { createSettingsUseCases } from '../../../src/core/bot/settings.ts';
import type { PersonId } from '../../../src/core/model.ts';
import type { HttpRequest } from '../../../src/core/ports.ts';
import { seconds } from '../../../src/core/time.ts';
import { eventually } from '../connectors/teams/support/eventually.ts';
import { type Answer, serviceUserId, tenantId } from '../connectors/teams/support/microsoft.ts';
import { connectedTeams, echo, settings, type Teams } from '../connectors/teams/support/teams.ts';

describe('the check of the webhook', () => {
  let world: Teams;
  beforeEach(async () => {
    world = await connectedTeams();
  });
  afterEach(() => world.close());

  it('fails where Graph says so after the 10 s that it waited itself', async () => {
    const deadlines: (number | undefined)[] = [];
    const { egress } = world.parts;
    const watching = {
      ...egress,
      request(request: HttpRequest) {
        if (request.url.endsWith('/subscriptions')) deadlines.push(request.deadlineMs);
        return egress.request(request);
      },
    };
    let answered: (() => void) | undefined;
    world.microsoft.on(
      'POST',
      /subscriptions$/,
      () =>
        new Promise<Answer>((resolve) => {
          answered = () =>
            resolve({
              status: 400,
              json: { error: { code: 'ValidationError', message: 'Subscription validation request timed out.' } },
            });
        }),
    );
    const teams = createTeamsConnector({ ...world.parts, egress: watching }, settings, echo);
    const useCases = createSettingsUseCases({
      administration: teams.administration,
      records: world.records,
      audit: { append: async () => {} },
      serviceUser: { narrow: async () => {} },
      clock: world.clock,
      log: world.parts.log,
      isAdministrator: async () => true,
    });
    const checking = useCases.check({
      tenant: tenantId,
      person: serviceUserId as PersonId,
      name: 'Ada',
      language: 'en',
    });
    await eventually('Graph is asked', () => answered !== undefined);
    await world.clock.advance(seconds(10));
    answered?.();
    const results = await checking;
    assert.equal(results.find(({ check }) => check === 'webhook')?.result, 'failed');
    assert.deepEqual(deadlines, [seconds(15)]);
  });
});
