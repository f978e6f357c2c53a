/** The cards of the dialog that creates a universal channel, one question each. */
import type { Preflight } from '../src/core/bot/use-cases.ts';
import type { Obstacle } from '../src/core/reasons.ts';
import { teamTitles } from './apart.ts';
import { submit } from './buttons.ts';
import { type Cards, checkAgain, inputs, newPlace, otherCompany } from './contract.ts';
import { longestName, textInput } from './inputs.ts';
import { invitationFacts, mailButtons } from './inviting.ts';
import { show } from './render.ts';
import { channelFacts, connectionName, type Speech } from './speech.ts';
import { backAndCancel, choiceCard } from './steps.ts';
import { label } from './text.ts';

type Creating = Pick<
  Cards,
  | 'chooseTeam'
  | 'chooseChannel'
  | 'chooseOther'
  | 'choosePlace'
  | 'newPlace'
  | 'inviteCompany'
  | 'preflight'
  | 'created'
>;

/** As many as are explained, of those that can't be chosen. */
const mostExplained = 5;
const mostObstacles = 10;

const isSame = (one: Obstacle, other: Obstacle): boolean =>
  one.reason === other.reason && one.subject === other.subject;

export function creating(speech: Speech): Creating {
  const { words } = speech;

  /** Channels that can be chosen, and a few words on those that can't. */
  function placesIn(places: Parameters<Cards['choosePlace']>[0]['places']) {
    const refused = places.flatMap(({ title, obstacle }) =>
      obstacle ? [speech.obstacle({ reason: obstacle.reason, subject: title }).title] : [],
    );
    const more = refused.length - mostExplained;
    return {
      choices: places
        .filter(({ obstacle }) => !obstacle)
        .map(({ place, title }) => ({ title, value: place.conversation })),
      notes:
        refused.length === 0
          ? []
          : [words.lists.notChoosable, ...refused.slice(0, mostExplained), ...speech.hidden(more)],
    };
  }

  const otherSide = ({ other, invites }: Preflight): string =>
    label(other) || (invites ? words.chooseOther.anotherCompany : '');

  return {
    chooseTeam({ nonce, problem, teams }) {
      const titleOf = teamTitles(teams);
      return choiceCard(speech, {
        nonce,
        problem,
        id: inputs.team,
        ...words.chooseTeam,
        choices: teams.map((team) => ({ title: titleOf(team), value: team.id })),
        first: true,
      });
    },

    chooseChannel: ({ nonce, problem, team, places }) =>
      choiceCard(speech, {
        nonce,
        problem,
        id: inputs.place,
        title: words.chooseChannel.title(label(team)),
        label: words.chooseChannel.label,
        none: words.chooseChannel.none,
        ...placesIn(places),
      }),

    chooseOther: ({ nonce, problem, connections }) =>
      choiceCard(speech, {
        nonce,
        problem,
        id: inputs.other,
        title: words.chooseOther.title,
        label: words.chooseOther.label,
        none: '',
        // First, so that it is there however many connections follow.
        choices: [
          { title: words.chooseOther.anotherCompany, value: otherCompany },
          ...connections.map((choice) => ({ title: connectionName(words, choice), value: choice.connection })),
        ],
      }),

    choosePlace: ({ nonce, problem, connection, places }) =>
      choiceCard(speech, {
        nonce,
        problem,
        id: inputs.place,
        title: words.choosePlace.title(label(connectionName(words, connection))),
        label: words.choosePlace.label,
        none: words.choosePlace.none,
        ...placesIn(places),
        more: connection.creates ? [submit(words.buttons.newPlace, { act: 'answer', nonce, value: newPlace })] : [],
      }),

    newPlace: ({ nonce, problem, connection, suggestion }) =>
      show('ask', {
        title: words.newPlace.title(label(connectionName(words, connection))),
        problem: speech.problem(problem),
        facts: [],
        lines: [words.newPlace.text, ...(connection.createsOnly ? [words.newPlace.createsOnly] : [])],
        inputs: [
          textInput(words, {
            id: inputs.title,
            label: words.newPlace.label,
            value: label(suggestion, longestName),
            isRequired: true,
            maxLength: longestName,
          }),
        ],
        notes: [],
        buttons: [submit(words.buttons.next, { act: 'answer', nonce }, 'positive'), ...backAndCancel(speech, nonce)],
      }),

    inviteCompany: ({ nonce, problem, channel }) =>
      show('ask', {
        title: channel === undefined ? words.inviteCompany.title : words.inviteCompany.titleInto(label(channel)),
        problem: speech.problem(problem),
        facts: [],
        lines: [words.inviteCompany.text],
        inputs: [
          textInput(words, {
            id: inputs.address,
            label: words.inviteCompany.label,
            placeholder: words.inviteCompany.placeholder,
            isRequired: false,
            style: 'email',
            maxLength: 254,
          }),
        ],
        notes: [],
        buttons: [submit(words.buttons.next, { act: 'answer', nonce }, 'positive'), ...backAndCancel(speech, nonce)],
      }),

    preflight({ nonce, problem, name, preflight }) {
      const { obstacles: found } = preflight;
      const aboutWords = problem?.reason === 'yes_or_no';
      const refused = aboutWords ? undefined : problem;
      const obstacles = refused ? [refused, ...found.filter((one) => !isSame(one, refused))] : found;
      const ready = obstacles.length === 0;
      // What was refused only when it was done can be tried again as it is; a name, under another.
      const canTry = found.every(({ reason, subject }) => reason === 'name_unusable' && subject === name);
      const nameInput = textInput(words, {
        id: inputs.name,
        label: words.preflight.nameLabel,
        value: label(name, longestName),
        isRequired: true,
        maxLength: longestName,
      });
      return show('preflight', {
        title: ready ? words.preflight.ready : words.preflight.blocked,
        problem: aboutWords ? speech.problem(problem) : [],
        lines: [ready ? words.preflight.readyText : words.preflight.blockedText],
        sides: [
          { title: words.facts.thisSide, value: label(preflight.source) },
          { title: words.facts.otherSide, value: otherSide(preflight) },
        ].filter(({ value }) => value !== ''),
        obstacles: obstacles.slice(0, mostObstacles).map(speech.obstacle),
        inputs: canTry ? [nameInput] : [],
        buttons: [
          canTry
            ? submit(ready ? words.buttons.connectNow : words.buttons.tryAgain, { act: 'answer', nonce }, 'positive')
            : submit(words.buttons.checkAgain, { act: 'answer', nonce, value: checkAgain }, 'positive'),
          ...backAndCancel(speech, nonce),
        ],
      });
    },

    created({ channel, invitation }) {
      const command = (name: 'status' | 'who') =>
        submit(words.buttons[name], { act: 'command', command: name, argument: channel.id });
      return show('notice', {
        title: invitation ? words.invitation.title(label(channel.name)) : words.created.title(label(channel.name)),
        lines: [invitation ? words.created.invited : words.created.text],
        facts: [...(invitation ? invitationFacts(speech, invitation) : []), ...channelFacts(speech, channel)],
        url: invitation?.link ?? '',
        buttons: [
          ...(invitation ? mailButtons(speech, invitation) : []),
          command('status'),
          ...(invitation ? [] : [command('who')]),
        ],
      });
    },
  };
}
