/** What people write to Mio, and what it takes it for. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { commandWords } from '../../../src/core/bot/command-words.ts';
import {
  type CommandName,
  type CommandScope,
  commandList,
  commandNames,
  commandsPage,
  parseCommand,
} from '../../../src/core/bot/commands.ts';
import { languages } from '../../../src/core/language.ts';

const scopes = ['channel', 'personal'] as const satisfies readonly CommandScope[];

/**
 * `create`, `find(Ada)`, `pause(launch)?` where that must be a universal channel, `?help,create,channels`,
 * `?…!find(Ada)` where it works elsewhere.
 */
function said(text: string, scope: CommandScope): string {
  const understood = parseCommand(text, scope);
  if (understood.is === 'command') {
    return understood.argument === '' ? understood.command : `${understood.command}(${understood.argument})`;
  }
  if (understood.is === 'perhaps') return `${understood.command}(${understood.names.join('|')})?`;
  const { likeliest, elsewhere, argument } = understood;
  return `?${likeliest.join()}${elsewhere ? `!${elsewhere}${argument ? `(${argument})` : ''}` : ''}`;
}

describe('a text that people write to Mio', () => {
  const personal: readonly (readonly [string, string, string])[] = [
    ['a word', 'status', 'status'],
    ['another language', 'Hilfe', 'help'],
    ['capitals and marks', '¡STATUS!!', 'status'],
    ['accents', 'étât', 'status'],
    ['no accents', 'meine kanale', 'channels'],
    ['accents typed apart', 'e\u0301tat', 'status'],
    ['ß and ss', 'wer ist da bitte', 'who'],
    ['politeness', 'please, help me — thanks', 'help'],
    ['more politeness', 'Hallo Mio, S’il vous plaît état merci', 'status'],
    ['politeness with a straight apostrophe', "s'il vous plait état", 'status'],
    ['only politeness', 'Bonjour !', 'help'],
    ['nothing', '', 'help'],
    ['blanks and marks', ' \u00a0 … ?', 'help'],
    ['no-break spaces, several spaces', 'my\u00a0 \u202fchannels', 'channels'],
    ['several lines', '\n\nstatus\n\n', 'status'],
    ['the longer of two phrases', 'invite another company', 'invite'],
    ['what points at where it is said', 'pause this channel, please', 'pause'],
    [
      'a name',
      'status of the Launch channel',
      'status(of the launch channel|of the launch|the launch channel|the launch|launch channel|launch)?',
    ],
    ['a sentence that may be a name', 'pause it for a while', 'pause(it for a while|for a while|a while)?'],
    ['text after a word that takes none', 'help is on its way', '?help,create,channels'],
    ['the beginning of a longer name', 'new hires', '?create,help,channels'],
    ['a sentence that begins like a code', 'join us tomorrow', '?accept,signIn,help'],
    ['a code with a slip', 'accept ab12 cd3', 'accept(ab12 cd3)'],
    ['somebody to invite, not an address', 'invite Fabrikam', '?invite,help,create'],
    ['an argument', 'find Ada Lovelace', 'find(Ada Lovelace)'],
    ['an argument as it was written', 'FIND  Zoë  ÅNGSTRÖM please', 'find(Zoë ÅNGSTRÖM)'],
    ['an argument in quotes', 'suche nach "Ada"', 'find(Ada)'],
    ['an argument after a colon', 'accept: AB12-CD34.', 'accept(AB12-CD34)'],
    ['an address', 'invite ada@fabrikam.example', 'invite(ada@fabrikam.example)'],
    ['a filter', 'mes canaux incidents', 'channels(incidents)'],
    ['no argument', 'find', 'find'],
    ['Mio as an argument', 'find Mio', 'find(Mio)'],
    ['one’s own account, not a channel', 'please link my account', 'accounts'],
    ['unlinking one’s account, not a channel', 'unlink my account', 'accounts'],
    ['unlinking alone', 'unlink', 'leave'],
    ['the same wish of the other scope', 'convert this channel', 'create'],
    ['a word inside another', 'helpless', '?help,create,channels'],
    ['a slip', 'stauts', '?status,help,create'],
    ['a beginning', 'inv', '?invite,invitations,help'],
    ['a slip in German', 'eineladen', '?invite,accept,invitations'],
    ['a word in the middle', 'I want to pause my channel', '?pause,channels,resume'],
    ['what resembles nothing', 'qwertz', '?help,create,channels'],
    ['another script', 'مساعدة', '?help,create,channels'],
    ['invisible characters inside', 'st\u200ba\u2060t\u200dus', 'status'],
    ['a turned direction', '\u202estatus\u202c', 'status'],
    ['letters that only look alike', 'ѕtatus', '?status,help,create'],
    ['wide letters', 'ｓｔａｔｕｓ', 'status'],
    ['a name of the language itself', '__proto__', '?help,create,channels'],
  ];
  for (const [what, text, expected] of personal) {
    it(`is understood: ${what}`, () => assert.equal(said(text, 'personal'), expected));
  }

  const channel: readonly (readonly [string, string, string])[] = [
    ['the other scope’s word', 'create', 'convert'],
    ['a word that works in the chat alone', 'find Ada', '?help,status,who!find(Ada)'],
    ['one’s own accounts', 'my accounts', '?help,status,who!accounts'],
    ['a word for both', 'leave', 'leave'],
    ['stopping what runs', 'abbrechen', 'cancel'],
  ];
  for (const [what, text, expected] of channel) {
    it(`is understood in a channel: ${what}`, () => assert.equal(said(text, 'channel'), expected));
  }

  it('gives three different commands of the scope, or one, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.constantFrom(...scopes), (text, scope) => {
        const understood = parseCommand(text, scope);
        if (understood.is === 'command') {
          assert.ok(commandWords[understood.command].scopes.includes(scope));
          assert.ok(understood.argument.length <= 200);
          assert.doesNotMatch(understood.argument, /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
        } else {
          if (understood.is === 'perhaps') assert.ok(understood.names.length > 0);
          assert.equal(new Set(understood.likeliest).size, 3);
          for (const command of understood.likeliest) assert.ok(commandWords[command].scopes.includes(scope));
        }
      }),
    );
  });

  const hostile: readonly (readonly [string, string])[] = [
    ['one long word', 'a'.repeat(100_000)],
    ['many words', 'stat '.repeat(20_000)],
    ['much politeness', 'please '.repeat(15_000)],
    ['marks alone', '\u0301'.repeat(100_000)],
    ['invisible characters', '\u200b'.repeat(100_000)],
    ['a turned direction', '\u202e'.repeat(50_000) + 'help'.repeat(12_500)],
    ['one character that unfolds into many', '\ufdfa'.repeat(100_000)],
    ['half characters', '\ud83d'.repeat(100_000)],
    ['a name without end', `status ${'of '.repeat(30_000)}x`],
    ['a long argument', `find ${'x y '.repeat(25_000)}`],
  ];
  for (const [what, text] of hostile) {
    it(`is understood in no time: ${what}`, () => {
      parseCommand(text, 'personal');
      const times = Array.from({ length: 3 }, () => {
        const start = performance.now();
        parseCommand(text, 'personal');
        return performance.now() - start;
      });
      assert.ok(Math.min(...times) < 20, `${times.join(', ')} ms`);
    });
  }
});

describe('the table of commands', () => {
  it('has every word of every language understood, in each scope of its command', () => {
    for (const command of commandNames) {
      for (const word of languages.flatMap((language) => commandWords[command].words[language])) {
        for (const scope of commandWords[command].scopes) {
          assert.deepEqual(parseCommand(word, scope), { is: 'command', command, argument: '' }, word);
        }
      }
    }
  });

  it('has no word for two commands', () => {
    const meanings = new Map<string, CommandName>();
    for (const command of commandNames) {
      for (const word of languages.flatMap((language) => commandWords[command].words[language])) {
        const folded = word.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
        assert.equal(meanings.get(folded) ?? command, command, word);
        meanings.set(folded, command);
      }
    }
  });

  for (const scope of scopes) {
    for (const language of languages) {
      it(`fits into the manifest: ${scope}, ${language}`, () => {
        const list = commandList(scope, language);
        assert.ok(list.length >= 6 && list.length <= 12, `${list.length} commands`);
        assert.equal(new Set(list.map(({ title }) => title)).size, list.length);
        for (const { title, description } of list) {
          assert.ok(title.length <= 32, title);
          assert.ok(description.length <= 128, description);
          assert.equal(parseCommand(title, scope).is, 'command');
        }
      });
    }
  }

  it('is what the page says', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../docs/administer/commands.md'), 'utf8');
    assert.equal(page, commandsPage(), 'make docs/administer/commands.md anew from commandsPage()');
  });
});
