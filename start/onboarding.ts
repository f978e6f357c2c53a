/**
 * A new customer's first hour, for the recorder and for a test: nothing is connected, and everything is done by people,
 * in Teams, on Mio's cards and in a browser. Each step holds what it sees against what it should see.
 */
import { inputs, otherCompany } from '../cards/contract.ts';
import { en as words } from '../cards/language/en.ts';
import { label } from '../cards/text.ts';
import { permissionsOf, type Stage } from '../src/core/permissions.ts';
import type { ChannelAnswer, InvitationAnswer } from '../src/http/contract.ts';
import { Chatting, factOn } from './chatting.ts';
import type { Pair } from './children.ts';
import { slackAdmin } from './demo.ts';
import { clientOf } from './mio-client.ts';
import type { LedgerEntry, SandboxClient, ViewedMessage } from './sandbox-client.ts';
import type { Step } from './step.ts';

const ada = 'ada@contoso.example';
const serviceUser = 'mio@contoso.example';
const { buttons } = words;
const operations = label('Operations');
const channel = label('Launch');

export async function onboarding(pair: Pair, sandbox: SandboxClient): Promise<readonly Step[]> {
  const mio = await clientOf(pair);
  const parts = { sandbox, consent: mio.consent.bind(mio) };
  const launch = sandbox.placeOf('teams', 'Operations / Launch');
  const incidents = sandbox.placeOf('teams', 'Operations / Incidents');
  const random = sandbox.placeOf('slack', 'fabrikam #random');
  const contosoIncidents = sandbox.placeOf('slack', 'fabrikam #contoso-incidents');
  const adas = new Chatting(parts, 'ada');
  const administrators = new Chatting(parts, 'mio-service');
  const inLaunch = new Chatting(parts, 'ada', { channel: launch });

  /** Resolves once people there see a message with these words. */
  const sees = (place: string, text: string): Promise<void> =>
    sandbox.until(`“${text}” in ${place}`, (entries) => entries.some(shows(place, text)));
  const count = (place: string, text: string): number => sandbox.entries.filter(shows(place, text)).length;
  const written = (platform: 'teams' | 'slack', as: string, place: string, text: string): Promise<string> =>
    sandbox.act({ platform, as, do: 'post', place, text });

  let team = '';
  let signingIn: ViewedMessage;
  let code = '';

  return [
    {
      name: 'Ada makes the team “Mio” and adds the app: the team is greeted, and Ada is written to, once',
      async run() {
        const by = { platform: 'teams', as: 'ada', place: '' } as const;
        const made = await sandbox.carryOut({ ...by, do: 'createTeam', name: 'Mio' });
        team = made.place ?? '';
        await sandbox.carryOut({ ...by, do: 'installApp', place: made.team ?? '', repeat: 2 });
        await sees(team, words.greeting.home);
        await adas.hears(words.welcome.title(label('Ada Nowak')));
        signingIn = asksFor('signUp', await adas.hears(words.stages.signUp.title));
      },
    },
    {
      name: 'Ada signs in: Teams’ own window brings the code back',
      async run() {
        expect(await adas.signIn(signingIn, ada, 'handed back'), words.signedIn.title);
        equal(count(team, words.greeting.title), 1, 'greetings of the team');
        equal(count(adas.place, words.stages.signUp.title), 1, 'cards to sign in');
      },
    },
    {
      name: 'Ada asks for a channel, hears that Teams is not connected, and connects it as the service user, by a typed code',
      async run() {
        const { title, next, done } = words.stages.serviceUser;
        const refused = expect(await adas.say('create', words.problem.title), next);
        const asked = asksFor('serviceUser', await adas.press(refused, next, title));
        expect(await adas.signIn(asked, serviceUser, 'typed'), done);
      },
    },
    {
      name: 'The administrator checks the settings, and publishes the app, which connecting had done already',
      async run() {
        // What no interface tells: five items that only a person can look at.
        await administrators.say('settings check', words.settings.toDo(0, 5));
        const published = await administrators.say('publish', words.published.already_there.title);
        await administrators.press(published, buttons.settings, words.settings.toDo(0, 5));
      },
    },
    {
      name: 'Ada asks for a channel again: she is asked to show her teams, and the dialog goes on',
      async run() {
        const { title, done } = words.stages.person;
        const asked = asksFor('person', await adas.say('create', title));
        expect(await adas.signIn(asked, ada, 'handed back'), done);
      },
    },
    {
      name: 'Ada connects Operations / Launch with another company, by an invitation',
      async run() {
        const whichTeam = await adas.hears(words.chooseTeam.title);
        const where = await adas.choose(whichTeam, inputs.team, 'Operations', words.chooseChannel.title(operations));
        const other = await adas.choose(where, inputs.place, channel, words.chooseOther.title);
        const company = await adas.press(other, buttons.next, words.inviteCompany.title, {
          [inputs.other]: otherCompany,
        });
        const ready = await adas.press(company, buttons.next, words.preflight.ready);
        const made = await adas.press(ready, buttons.connectNow, words.invitation.title(channel), {
          [inputs.name]: channel,
        });
        equal(factOn(made, words.facts.address), words.invitation.anyone, 'who may accept');
        code = factOn(made, words.facts.code);
      },
    },
    {
      name: 'Fabrikam connects its Slack and accepts for #random: both sides are told who is there',
      async run() {
        const fabrikam = await mio.organization('fabrikam', 'Fabrikam');
        const slack = await mio.connect(fabrikam, 'slack', slackAdmin);
        const places = [await mio.place(fabrikam, slack, '#random')];
        await mio.call(fabrikam, 'POST', '/invitations/accept', { code, places });
        const joined = 'Fabrikam accepted an invitation by Contoso.';
        await Promise.all([sees(launch, joined), sees(random, joined)]);
      },
    },
    {
      name: 'Messages cross, both ways',
      async run() {
        await written('teams', 'ada', launch, 'Hello Fabrikam, this is Ada');
        await sees(random, 'Hello Fabrikam, this is Ada');
        await written('slack', 'eva', random, 'Hello Contoso, this is Eva');
        await sees(launch, 'Hello Contoso, this is Eva');
      },
    },
    {
      name: '@Mio in the channel: status, who is here, pause and resume; what is written in the pause stays',
      async run() {
        const status = await inLaunch.say('status', words.states.active);
        expect(status, 'Fabrikam');
        expect(await inLaunch.press(status, buttons.who, words.members.title(channel)), 'Ada Nowak');
        const sure = await inLaunch.say('pause', words.confirmPause.title(channel));
        const paused = await inLaunch.press(sure, buttons.pause, words.paused.title(channel));
        await written('teams', 'ada', launch, 'among ourselves');
        await inLaunch.press(paused, buttons.resume, words.resumed.title(channel));
        await written('teams', 'ada', launch, 'back again');
        await sees(random, 'back again');
        equal(count(random, 'among ourselves'), 0, 'messages of the pause over there');
      },
    },
    {
      name: 'Fabrikam invites in its turn, and Ada accepts with Operations / Incidents',
      async run() {
        const fabrikam = await mio.organization('fabrikam', 'Fabrikam');
        const slack = await mio.connect(fabrikam, 'slack', slackAdmin);
        const places = [await mio.place(fabrikam, slack, '#contoso-incidents')];
        const { id } = await mio.call<ChannelAnswer>(fabrikam, 'POST', '/channels', { name: 'Incidents', places });
        const invited = await mio.call<InvitationAnswer>(fabrikam, 'POST', `/channels/${id}/invitations`);
        const from = await adas.say(`accept ${invited.code}`, words.invited.title(label('Fabrikam')));
        const whichTeam = await adas.choose(from, inputs.other, 'Teams: contoso.example', words.chooseTeam.title);
        const where = await adas.choose(whichTeam, inputs.team, 'Operations', words.chooseChannel.title(operations));
        await adas.choose(where, inputs.place, 'Incidents', words.accepted.title(label('Incidents')));
        const joined = 'Contoso accepted an invitation by Fabrikam.';
        await Promise.all([sees(incidents, joined), sees(contosoIncidents, joined)]);
      },
    },
    {
      name: 'Ada leaves by @Mio, and Fabrikam is told',
      async run() {
        const sure = await inLaunch.say('leave', words.confirmLeave.title(channel));
        await inLaunch.press(sure, buttons.leave, words.left.title(channel));
        await sees(random, 'Contoso on Teams left this channel');
      },
    },
    {
      name: 'Ada signs out, and is asked again before anything is done for her',
      async run() {
        await adas.say('sign out', words.signedOut.title);
        asksFor('signUp', await adas.say('create', words.stages.signUp.title));
      },
    },
  ];
}

const shows =
  (place: string, text: string) =>
  (entry: LedgerEntry): boolean =>
    entry.kind === 'posted' && entry.place === place && (entry.text?.includes(text) ?? false);

/** The card, which must name every permission of that stage and the reason for it. @throws Error where it does not */
function asksFor(stage: Stage, card: ViewedMessage): ViewedMessage {
  for (const permission of permissionsOf[stage])
    expect(expect(card, permission.replaceAll('_', '\\_')), words.permissions[permission]);
  return card;
}

function expect(card: ViewedMessage, text: string): ViewedMessage {
  if (card.text.includes(text)) return card;
  throw new Error(`expected “${text}” on this card:\n${card.text}`);
}

function equal<Value>(actual: Value, expected: Value, what: string): void {
  if (actual !== expected) throw new Error(`${what}: ${actual} instead of ${expected}`);
}
