/** Every card in every language, held against the reader that clients use, and against names made to mislead. */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import type * as Renderer from 'adaptivecards';
import fc from 'fast-check';
import type { Shown } from '../../../cards/contract.ts';
import { createCards } from '../../../cards/index.ts';
import { escapeMarkdown } from '../../../cards/text.ts';
import type { AccountChoice } from '../../../src/core/bot/use-cases.ts';
import type { ChannelView } from '../../../src/core/channels/access.ts';
import { languages } from '../../../src/core/language.ts';
import type { ChannelId, ConnectionId, InvitationId } from '../../../src/core/model.ts';
import { consentFor, permissionsOf, type Stage, stages } from '../../../src/core/permissions.ts';
import { type Sample, samplesOf, showAll, usualWorld, type World } from './samples.ts';

const { AdaptiveCard, SerializationContext } = createRequire(import.meta.url)(
  'adaptivecards/dist/adaptivecards.js',
) as typeof Renderer;

type Node = Readonly<Record<string, unknown>>;

/** Every object of a card. */
function nodesOf(value: unknown): readonly Node[] {
  if (Array.isArray(value)) return value.flatMap(nodesOf);
  if (typeof value !== 'object' || value === null) return [];
  return [value as Node, ...Object.values(value).flatMap(nodesOf)];
}
const stringsOf = (value: unknown): readonly string[] =>
  typeof value === 'string'
    ? [value]
    : value && typeof value === 'object'
      ? Object.values(value).flatMap(stringsOf)
      : [];
const bytesOf = ({ card }: Shown): number => Buffer.byteLength(JSON.stringify(card));
const allIn = (world?: World) =>
  languages.flatMap((language) =>
    showAll(createCards(language), world).map((sample) => ({ ...sample, name: `${language} ${sample.name}` })),
  );

/** What clients would read as Markdown, a mention, an address or a date. Escaped ones do not count. */
const markup = /(?<!\\)(?:\\\\)*[*_`[\]~|]|<[/!?\p{L}]|:\/\/|\{\{|^\s*(?:[#>+=-]|\d+[.)])|(?<!\\)&#?\w+;|\bwww\./u;
/** What clients show of Markdown text. */
const seen = (text: string): string => text.replace(/\u200b/g, '').replace(/\\([\\`*_~[\]|&#>+=.)-])/g, '$1');
const markdownOf = ({ card }: Shown): readonly string[] =>
  nodesOf(card).flatMap(({ type, text }) => (type === 'TextBlock' ? [String(text)] : []));

function faultsOf({ shown: { card } }: Sample): readonly string[] {
  const context = new SerializationContext();
  const parsed = new AdaptiveCard();
  parsed.parse(structuredClone(card), context);
  const events = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message);
  const failures = parsed.validateProperties().validationEvents.map(({ message }) => message);
  return [...events, ...failures];
}

describe('every card', () => {
  for (const sample of allIn()) {
    it(`is one that clients read: ${sample.name}`, () => {
      const { card, text } = sample.shown;
      assert.deepEqual(faultsOf(sample), []);
      assert.equal(card['version'], '1.5');
      assert.ok(bytesOf(sample.shown) < 25_000);
      assert.doesNotMatch(JSON.stringify(card), /\$\{|undefined|\bnull\b/);
      assert.ok(text.trim().length > 5);
      assert.equal(card['fallbackText'], text);
      for (const block of nodesOf(card).filter(({ type }) => type === 'TextBlock')) {
        assert.notEqual(String(block['text']).trim(), '');
        assert.ok(block['wrap'] === true || String(block['text']).length === 1, 'does not wrap');
      }
    });

    it(`asks and answers as the contract says: ${sample.name}`, () => {
      const nodes = nodesOf(sample.shown.card);
      for (const input of nodes.filter(({ type }) => String(type).startsWith('Input.'))) {
        assert.ok(input['id'] && input['label'], 'an input without id or label');
        if (input['isRequired']) assert.ok(input['errorMessage']);
      }
      for (const action of nodes.filter(({ type }) => type === 'Action.Submit')) {
        const { mio, msteams } = action['data'] as { mio?: { act: string }; msteams?: { type: string } };
        assert.ok(mio ? /^(command|answer|back|cancel)$/.test(mio.act) : msteams?.type === 'signin');
        assert.ok(action['title']);
      }
      // Teams shows six actions of a card ("Cards reference").
      assert.ok(((sample.shown.card['actions'] as readonly Node[] | undefined) ?? []).length <= 6);
    });
  }

  it('is checked by something that finds faults', () => {
    const broken = { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'Input.Text' }, { type: 'Bogus' }] };
    assert.equal(faultsOf({ name: '', card: 'ended', shown: { card: broken, text: '' } }).length > 1, true);
  });
});

describe('a name made to mislead', () => {
  const hostile: readonly (readonly [string, string])[] = [
    ['Markdown', '**bold** _it_ ~~gone~~ `code` \\* | a | b |'],
    ['a link', '[Sign in](https://evil.example)'],
    ['an image', '![x](https://evil.example/x.png)'],
    ['an address', 'https://evil.example www.evil.example'],
    ['a mention', '<at>Ada</at>'],
    ['HTML', '<img src=x onerror=alert(1)><!-- -->'],
    ['entities', '&lt;at&gt; &#42;'],
    ['a list', '- one'],
    ['a numbered list', '1. one'],
    ['a heading', '# one'],
    ['a quote', '> one'],
    ['a date', '{{DATE(2020-01-01T00:00:00Z, SHORT)}}'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the name of a channel here
    ['a template', '${$root} ${1+1} $data'],
    ['several lines', 'one\n\n- two\r\n# three\u2028four'],
    ['a turned direction', '\u202eexe.tnem\u202c\u2066'],
    ['half a character', 'a\ud83d'],
    ['length', 'x'.repeat(100_000)],
  ];
  for (const [what, name] of hostile) {
    it(`stays text: ${what}`, () => {
      const plain = name
        .toWellFormed()
        .replace(/[\p{Cc}\p{Z}]+/gu, ' ')
        .replace(/[\u202c\u202e\u2066]/g, '')
        .slice(0, 60);
      for (const { name: card, shown } of allIn({ ...usualWorld, named: () => name })) {
        for (const text of markdownOf(shown)) {
          assert.doesNotMatch(text, markup, card);
          assert.doesNotMatch(text, /[\p{Cc}\u202a-\u202e\u2066-\u2069]|\ud83d/u, card);
        }
        assert.doesNotMatch(shown.text, /[\u202a-\u202e\u2066-\u2069]/, card);
        assert.ok(bytesOf(shown) < 25_000, `${card} is too large`);
      }
      const [greeting] = showAll(createCards('en'), { ...usualWorld, named: () => name }).slice(1);
      assert.ok(
        markdownOf(greeting!.shown).some((text) => seen(text).includes(plain)),
        'it does not show as it is',
      );
    });
  }

  it('stays text, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'\\`*_~[]()<>!|&;#:/.{}-+=1aw \u200b') }), (text) => {
        assert.doesNotMatch(escapeMarkdown(text), markup);
        assert.equal(seen(escapeMarkdown(text)), text.replaceAll('\u200b', ''));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is found by what looks for it', () => {
    for (const text of ['a *b*', '[a](b)', '<at>', 'https://a', '# a', '1. a', '{{DATE', '&lt;', '\\\\*a', 'www.a']) {
      assert.match(text, markup);
    }
  });
});

describe('very many of anything', () => {
  const crowd: World = { named: (name) => `${name} ${'é'.repeat(90)}`, count: () => 2_000 };
  it('leaves every card below 25 KB, and says how many more there are', () => {
    for (const { name, shown } of allIn(crowd)) assert.ok(bytesOf(shown) < 25_000, `${name}: ${bytesOf(shown)}`);
    const cards = createCards('en');
    const [teams] = samplesOf(crowd).chooseTeam[0]!;
    const { card, text } = cards.chooseTeam(teams);
    const choices = nodesOf(card).find(({ type }) => type === 'Input.ChoiceSet')!['choices'] as readonly Node[];
    assert.match(text, new RegExp(`${(2_000 - choices.length).toLocaleString('en-GB')} more`));
  });
});

describe('a list with names of one look', () => {
  const choicesOf = ({ card }: Shown) =>
    (nodesOf(card).find(({ type }) => type === 'Input.ChoiceSet')!['choices'] as readonly Node[]).map(
      ({ title }) => title,
    );
  const cards = createCards('en');
  const [usual] = samplesOf(usualWorld).confirmLeave[0]!;
  const called = (name: string, ...titles: readonly string[]): ChannelView => ({
    ...usual.channel,
    name,
    legs: titles.map((title) => ({ ...usual.channel.legs[0]!, title })),
    partners: [],
  });

  it('says of universal channels where they are', () => {
    const channels = [
      called('General', 'Operations / General', '#ops'),
      called('general ', 'Sales / General'),
      called('Launch', 'x'),
    ];
    assert.deepEqual(choicesOf(cards.chooseUniversalChannel({ nonce: usual.nonce, purpose: 'leave', channels })), [
      'General (Operations / General, #ops)',
      'general (Sales / General)',
      'Launch',
    ]);
  });

  it('says of teams how their links begin, and what people wrote about them', () => {
    const teams = [
      { id: '9f6b2c9d-4e83-47a5-b0d1-7c5e9a3f2b11', name: 'Operations', description: 'Berlin' },
      { id: '0a1b2c3d-4e83-47a5-b0d1-7c5e9a3f2b12', name: 'Operations', description: 'Operations' },
      { id: '1a1b2c3d-4e83-47a5-b0d1-7c5e9a3f2b13', name: 'Sales', description: 'Anything' },
    ];
    assert.deepEqual(choicesOf(cards.chooseTeam({ nonce: usual.nonce, teams })), [
      'Operations (9f6b2c9d, Berlin)',
      'Operations (0a1b2c3d)',
      'Sales',
    ]);
  });

  it('shows before leaving which one it is', () => {
    const { text } = cards.confirmLeave({ nonce: usual.nonce, channel: called('General', 'Sales / General') });
    assert.match(text, /Teams: Sales \/ General/);
  });
});

describe('the sign-in card', () => {
  for (const stage of stages) {
    it(`names each permission of its stage under who must agree: ${stage}`, () => {
      const link = { stage, url: 'https://mio.example/s', adminConsentUrl: 'https://login.example/c' };
      const { card } = createCards('en').signIn({ stage, link });
      const groups = (card['body'] as readonly Node[]).filter(({ type }) => type === 'Container');
      const shown = groups.map((group) => stringsOf(group).map(seen));
      for (const permission of permissionsOf[stage]) {
        const group = shown.find((strings) => strings.includes(permission));
        assert.ok(group, `${permission} is missing`);
        assert.equal(
          group.join().includes('administrator must agree'),
          consentFor(permission) !== 'anyone',
          permission,
        );
      }
      const [signIn, consent] = card['actions'] as readonly Node[];
      assert.deepEqual(signIn!['data'], { msteams: { type: 'signin', value: link.url } });
      assert.deepEqual([consent!['type'], consent!['url']], ['Action.OpenUrl', link.adminConsentUrl]);
    });
  }
});

describe('the sign-in card of what only administrators can allow', () => {
  const textOf = (stage: Stage): string =>
    createCards('en').signIn({
      stage,
      link: { stage, url: 'https://mio.example/s', adminConsentUrl: 'https://a.example' },
    }).text;
  for (const stage of stages) {
    it(`says that they come first, to people, and not to the service user: ${stage}`, () => {
      assert.equal(textOf(stage).includes('An administrator has to agree first'), stage === 'accountSync');
    });
  }
});

describe('the card after a sign-in with one’s own permissions', () => {
  for (const [next, commands] of [
    [undefined, ['create', 'accounts', 'help']],
    ['serviceUser', ['signIn', 'accounts', 'help']],
  ] as const) {
    it(`leads to “${commands[0]}” where ${next ?? 'nothing'} is missing`, () => {
      const done = { stage: 'person', account: 'ada@contoso.example', ...(next && { next }) } as const;
      const buttons = createCards('en').signedIn(done).card['actions'] as readonly { readonly data: { mio: Node } }[];
      assert.deepEqual(
        buttons.map(({ data }) => data.mio['command']),
        commands,
      );
    });
  }
});

describe('an invitation', () => {
  const code = 'K7QM-4WZT-9XPD-2HRB';
  const link = `https://mio.contoso.example/invitation#${code}`;
  const address = 'eva+mio&x=1@fabrikam.example';
  const made = { id: 'i' as InvitationId, channel: 'Incidents & „Launch“', code, link, expiresAt: 0 };
  const channel = { id: 'c' as ChannelId, name: 'x', state: 'active', hosted: true, legs: [], partners: [] } as const;
  const opensIn = ({ card }: Shown) => nodesOf(card['actions']).find(({ type }) => type === 'Action.OpenUrl')?.['url'];

  for (const language of languages) {
    const cards = createCards(language);
    it(`shows code and link, each to be copied as it is: ${language}`, () => {
      for (const { card } of [cards.invitation({ invitation: made }), cards.created({ channel, invitation: made })]) {
        assert.ok(nodesOf(card).some(({ type, text }) => type === 'TextRun' && text === link));
        assert.ok(nodesOf(card).some(({ type, text }) => type === 'TextBlock' && text === code));
      }
    });

    it(`for an address can be sent by mail, which says everything: ${language}`, () => {
      assert.equal(opensIn(cards.invitation({ invitation: made })), undefined);
      for (const shown of [
        cards.invitation({ invitation: { ...made, address } }),
        cards.created({ channel, invitation: { ...made, address } }),
      ]) {
        const { protocol, pathname, searchParams } = new URL(String(opensIn(shown)));
        assert.deepEqual([protocol, decodeURIComponent(pathname)], ['mailto:', address]);
        assert.doesNotMatch(pathname, /[&=?+]/);
        assert.deepEqual([...searchParams.keys()], ['subject', 'body']);
        assert.ok(searchParams.get('subject')?.includes(made.channel));
        for (const part of [link, '1970']) assert.ok(searchParams.get('body')?.includes(part), part);
        // Whoever invites here does so from the Teams that Mio's bot is in: the other company has none of it.
        assert.doesNotMatch(searchParams.get('body') ?? '', /Teams/);
      }
    });

    it(`has a mail that mail programs take whole, or none: ${language}`, () => {
      const long = { ...made, channel: '会'.repeat(500), address: `${'x'.repeat(64)}@${'y'.repeat(180)}.example` };
      assert.ok(String(opensIn(cards.invitation({ invitation: long }))).length < 2_000);
      const endless = { ...long, address: `${'\u{1f600}'.repeat(64)}@fabrikam.example` };
      assert.ok(String(opensIn(cards.invitation({ invitation: endless })) ?? '').length < 2_000);
    });
  }
});

describe('a problem', () => {
  const connecting = { act: 'command', command: 'signIn', argument: 'serviceUser' };
  for (const [obstacle, remedy] of [
    [{ reason: 'platform_not_connected', subject: 'Teams' }, connecting],
    [{ reason: 'connection_ill', subject: 'Teams' }, connecting],
    [{ reason: 'connection_ill', subject: 'Slack' }, undefined],
    [{ reason: 'sign_in_needed' }, { act: 'command', command: 'signIn' }],
    [{ reason: 'wrong_workspace' }, { act: 'command', command: 'accounts' }],
    [{ reason: 'not_service_user' }, { act: 'command', command: 'settings' }],
  ] as const) {
    it(`is no dead end: ${obstacle.reason} ${'subject' in obstacle ? obstacle.subject : ''}`, () => {
      const { card } = createCards('en').problem({ obstacle });
      const [button] = (card['actions'] ?? []) as readonly { readonly data: Node }[];
      assert.deepEqual(button?.data['mio'], remedy);
    });
  }
});

describe('accounts of one’s own', () => {
  const inSlack = { connection: 'k' as ConnectionId, platform: 'slack', workspace: 'contoso' } as const;
  const { connection: _none, ...nameless } = inSlack;
  const inTeams = { ...nameless, platform: 'teams', workspace: 'Contoso' } as const;
  const actsOf = ({ card }: Shown) =>
    nodesOf(card).flatMap(({ type, data }) => (type === 'Action.Submit' ? [(data as { readonly mio: Node }).mio] : []));
  const acts: readonly (readonly [AccountChoice, readonly string[]])[] = [
    [{ ...inSlack, state: 'not_linked' }, ['link k']],
    [{ ...inSlack, state: 'expired' }, ['link k', 'unlink k']],
    [{ ...inSlack, state: 'linked' }, ['unlink k']],
    [{ ...inTeams, state: 'not_linked' }, ['link']],
    [{ ...inTeams, state: 'linked', account: 'ada@contoso.example' }, ['unlink']],
  ];
  for (const [account, expected] of acts) {
    it(`offer what can be done: ${account.platform}, ${account.state}`, () => {
      const { card, text } = createCards('en').accounts({ accounts: [account] });
      const shown = actsOf({ card: { body: card['body'] }, text });
      assert.deepEqual(
        shown.map(({ command, argument }) => [command, argument]),
        expected.map((argument) => ['accounts', argument]),
      );
    });
  }

  it('say whose they are, and what to do where only Teams is there', () => {
    const { accounts } = createCards('en');
    const both = accounts({
      accounts: [inTeams, { ...inSlack, account: 'Ada' }].map((one) => ({ ...one, state: 'linked' })),
    });
    assert.match(both.text, /Slack \(contoso\)\nLinked: Ada/);
    assert.doesNotMatch(both.text, /Say “create”/);
    const alone = accounts({ accounts: [{ ...inTeams, state: 'not_linked' }] });
    assert.match(alone.text, /Say “create”/);
    assert.deepEqual(actsOf(alone).at(-1), { act: 'command', command: 'create' });
  });

  it('open the page in Teams’ own window, which brings the code back', () => {
    const url = 'https://mio.example/link';
    const { card } = createCards('en').linkAccount({ platform: 'slack', workspace: 'contoso', url });
    const [button] = card['actions'] as readonly Node[];
    assert.deepEqual(button!['data'], { msteams: { type: 'signin', value: url } });
  });
});

describe('the service user’s option', () => {
  const settings = (fidelity?: boolean, finished = true) =>
    createCards('en').settings({ results: [], finished, ...(fidelity !== undefined && { fidelity }) });
  const acts = ({ card }: Shown) =>
    nodesOf(card['body']).flatMap(({ type, data }) =>
      type === 'Action.Submit' ? [(data as { readonly mio: Node }).mio] : [],
    );

  it('is switched on by a sign-in, off by a word, and said with its reason and who must agree', () => {
    assert.deepEqual(acts(settings(false)), [{ act: 'command', command: 'signIn', argument: 'serviceUserFidelity' }]);
    assert.deepEqual(acts(settings(true)), [{ act: 'command', command: 'settings', argument: 'files as links' }]);
    assert.match(settings(false).text, /into the channel’s Files folder, instead of a link/);
    assert.match(settings(false).text, /An administrator has to agree/);
    for (const shown of [settings(), settings(false, false)]) assert.doesNotMatch(shown.text, /Files folder/);
  });

  it('can be run again while it runs, for whoever ran it may have been stopped in the middle', () => {
    const [again, ...more] = settings(undefined, false).card['actions'] as readonly { readonly data: Node }[];
    assert.deepEqual(again?.data['mio'], { act: 'command', command: 'settings' });
    assert.deepEqual(more, []);
  });
});
