/** The part of the recorded day in which people do more than write: reactions, mentions, files, and second thoughts. */
import {
  change,
  type Day,
  type DayStep,
  everywhere,
  place,
  post,
  type Side,
  sides,
  slack,
  standsAt,
  teams,
  webex,
} from './day-acts.ts';

/** A dot. */
const picture = 'R0lGODlhAQABAIAAAP///wAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==';
const notes = Buffer.from('What was said, and by whom.\n').toString('base64');

/** Resolves when a side shows the message of these words with a file of that name, or names it. */
async function fileAt(day: Day, side: Side, name: string): Promise<void> {
  const here = place(day, side);
  const shows = async () =>
    (await day.sandbox.view(side.platform, here)).some(
      ({ text, files }) => text.includes(name) || files.some((file) => file.name === name),
    );
  for (let look = 0; !(await shows()); look += 1) {
    if (look === 300) throw new Error(`${side.platform} does not show ${name}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const others = (side: Side): readonly Side[] => sides.filter((other) => other !== side);

export const moreThanText: readonly DayStep[] = [
  {
    name: 'People react, to messages and to copies, and take it back',
    async run(today) {
      const question = await post(today, teams, 'Shall we ship it?');
      await everywhere(today, 'Shall we ship it?');
      await change(today, teams, 'react', question, undefined, '👍');
      await everywhere(today, '👍 Ada Nowak', others(teams));
      const copy = await standsAt(today, slack, 'Shall we ship it?');
      await change(today, slack, 'react', copy, undefined, '🎉');
      await everywhere(today, '🎉 Eva Lindqvist', others(slack));
      await change(today, slack, 'unreact', copy, undefined, '🎉');
      await change(today, teams, 'unreact', question, undefined, '👍');
    },
  },
  {
    name: 'People are mentioned, and everybody is',
    async run(today) {
      await post(today, webex, '@Eva Lindqvist has the keys');
      await everywhere(today, 'has the keys');
      await post(today, teams, { html: '<div><at>Ben Ito</at> knows where</div>' });
      await everywhere(today, 'knows where');
      await post(today, webex, '@all lunch is here');
      await everywhere(today, 'lunch is here');
    },
  },
  {
    name: 'Files and pictures go with their messages',
    async run(today) {
      for (const side of sides) {
        const name = `notes-${side.platform}.txt`;
        await post(today, side, {
          text: `The notes of ${side.platform}`,
          files: [{ name, type: 'text/plain', base64: notes }],
        });
        for (const other of others(side)) await fileAt(today, other, name);
        const dot = `dot-${side.platform}.gif`;
        await post(today, side, {
          text: `A picture from ${side.platform}`,
          files: [{ name: dot, type: 'image/gif', base64: picture }],
        });
        for (const other of others(side)) await fileAt(today, other, dot);
      }
    },
  },
  {
    name: 'A message is taken back, and brought back',
    async run(today) {
      const message = await post(today, teams, 'I take this back');
      await everywhere(today, 'I take this back');
      await change(today, teams, 'remove', message);
      await today.sandbox.until('the copy to be gone', (entries) =>
        entries.some(({ kind, place: at }) => kind === 'removed' && at === place(today, slack)),
      );
      await change(today, teams, 'restore', message);
      await everywhere(today, 'I take this back', others(teams));
    },
  },
];
