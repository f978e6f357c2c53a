/** The chat with Mio on the sandbox's page, in a real browser: against a bot of the test's own, so that every card can be had. */
import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { findChromium, howToGetOne, launch } from './support/chromium.ts';
import { adaptiveCard, type BotWorld, type Heard, openBotWorld, type Turn } from './support/talking-bot.ts';
import { type Client, type Visit, visit } from './support/visit.ts';

const chromium = findChromium();

const text = (words: string, more: object = {}) => ({ type: 'TextBlock', wrap: true, text: words, ...more });
const focusedRole = (page: Page): Promise<string> =>
  page.evaluate('document.activeElement.getAttribute("role") + " " + document.activeElement.textContent');

const question = adaptiveCard(
  [
    text('Create a universal channel', { style: 'heading', size: 'medium', weight: 'bolder' }),
    {
      type: 'Input.ChoiceSet',
      id: 'team',
      label: 'Team',
      isRequired: true,
      errorMessage: 'Choose a team.',
      placeholder: 'Choose a team',
      choices: [
        { title: 'Operations', value: 'ops' },
        { title: 'Mio', value: 'mio' },
      ],
    },
    { type: 'Input.Text', id: 'name', label: 'Name' },
  ],
  [
    { type: 'Action.Submit', title: 'Next', style: 'positive', data: { mio: { act: 'answer', nonce: 'n1' } } },
    { type: 'Action.Submit', title: 'Cancel', associatedInputs: 'none', data: { mio: { act: 'cancel' } } },
  ],
);

describe('the chat with Mio, on the sandbox’s page', () => {
  if (!chromium) {
    it(howToGetOne);
    return;
  }

  let browser: Browser;
  let world: BotWorld;
  let here: Visit;
  let teams: Client;
  /** What the bot does with the next words, buttons and installs. */
  let react: (turn: Turn) => Promise<object | undefined>;

  before(async function () {
    this.timeout(60_000);
    browser = await launch(chromium);
  });
  after(() => browser?.close());

  beforeEach(async () => {
    react = async () => undefined;
    world = await openBotWorld((turn) => react(turn));
    here = await visit(browser, `${world.sandbox.url}/`);
    teams = here.client('teams');
  });
  afterEach(async () => {
    await here.close();
    await world.close();
    assert.deepEqual(here.problems, []);
  });

  const chat = () => here.page.getByRole('tabpanel', { name: 'Chat with Mio' });
  const openChat = () => here.page.getByRole('tab', { name: 'Chat with Mio' }).click();
  const button = (name: string) => chat().getByRole('button', { name, exact: true });
  const install = (as: string) => world.sandbox.act({ platform: 'teams', as, do: 'installApp', place: `direct:${as}` });
  const general = (): string =>
    world.sandbox.places().find(({ title }) => title === 'Operations / General')?.place ?? 'missing';
  /** Writes in the chat; the bot shows a card for it. */
  async function ask(card: object): Promise<void> {
    await install('ada');
    react = async ({ heard, show }) => {
      if (heard.text === 'go') await show(card);
      return undefined;
    };
    await openChat();
    await teams.write('go');
    await chat().locator('.card-face > *').first().waitFor();
  }
  const isValue = (heard: Heard): boolean => heard.type === 'message' && heard.value !== undefined;

  it('tells a newcomer what to do, installs Mio, and shows its greeting as a card', async () => {
    react = async ({ heard, show }) => {
      if (heard.type === 'installationUpdate')
        await show(adaptiveCard([text('Hello Ada', { style: 'heading' }), text('Mio **joins** _channels_.')]));
      return undefined;
    };
    await openChat();
    await chat().getByText('Mio is a bot of Teams. Here Ada Nowak signs in').waitFor();
    await button('Add Mio').click();

    const greeting = teams.message('Hello Ada');
    await greeting.getByRole('heading', { name: 'Hello Ada' }).waitFor();
    assert.equal(await greeting.locator('strong').textContent(), 'joins');
    assert.equal(await greeting.locator('em').textContent(), 'channels');
    assert.equal(await chat().getByText('Mio is a bot of Teams').count(), 0);
  });

  it('is reached by keyboard', async () => {
    const { page } = here;
    await page.getByRole('tab', { name: 'Channels' }).focus();
    await page.keyboard.press('ArrowRight');
    assert.equal(await focusedRole(page), 'tab Chat with Mio');
    await button('help').waitFor();
    await page.keyboard.press('ArrowLeft');
    await page.getByRole('tabpanel', { name: 'Channels' }).waitFor();

    await install('ada');
    await page.keyboard.press('End');
    await page.keyboard.press('Alt+1');
    await page.keyboard.type('hello');
    await page.keyboard.press('Enter');
    assert.equal((await world.hears(({ text: said }) => said === 'hello')).conversation.conversationType, 'personal');
    await teams.message('hello').waitFor();
  });

  it('sends what was filled in with the button, and says what is missing', async () => {
    await ask(question);
    await button('Next').click();
    await chat().getByText('Choose a team.').waitFor();
    assert.equal(world.heard.filter(isValue).length, 0);

    await chat().getByRole('combobox', { name: /^Team/ }).selectOption('Operations');
    await chat().getByRole('textbox', { name: 'Name' }).fill('Incidents');
    await button('Next').click();
    const { value } = await world.hears(isValue);
    assert.deepEqual(value, { mio: { act: 'answer', nonce: 'n1' }, team: 'ops', name: 'Incidents' });
    await chat().getByText('Your response was sent to the app').waitFor();
  });

  it('keeps what was typed into a card while one looks at the channels', async () => {
    await ask(question);
    await chat().getByRole('textbox', { name: 'Name' }).fill('half a na');
    await here.page.getByRole('tab', { name: 'Channels' }).click();
    await openChat();
    assert.equal(await chat().getByRole('textbox', { name: 'Name' }).inputValue(), 'half a na');
  });

  it('changes a card whose Action.Execute is answered with another', async () => {
    const answered = adaptiveCard([text('Paused')]);
    const action = { type: 'Action.Execute', title: 'Pause', verb: 'pause', data: { channel: '7' } };
    await ask(adaptiveCard([text('Running')], [action]));
    react = async ({ heard }) =>
      heard.type === 'invoke'
        ? { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: answered }
        : undefined;
    await button('Pause').click();
    await teams.message('Paused').waitFor();
    assert.equal(await chat().getByText('Running').count(), 0);
    const { name, value } = await world.hears(({ type }) => type === 'invoke');
    assert.equal(name, 'adaptiveCard/action');
    assert.partialDeepStrictEqual(value, { action: { verb: 'pause', data: { channel: '7' } } });
  });

  it('shows that Mio is typing, until it has written', async () => {
    let write = (): void => {};
    react = async ({ heard, type, say }) => {
      if (heard.type !== 'message') return undefined;
      await type();
      void new Promise<void>((resolve) => {
        write = resolve;
      }).then(() => say('Here I am'));
      return undefined;
    };
    await install('ada');
    await openChat();
    await teams.write('are you there?');
    await chat().getByText('Mio is typing…').waitFor();
    write();
    await teams.message('Here I am').waitFor();
    await chat().getByText('Mio is typing…').waitFor({ state: 'detached' });
  });

  it('never lets a card become a part of the page', async () => {
    const hostile = '<img src=x onerror=alert(1)> [click](javascript:alert(1)) <b>bold</b>';
    const url = 'javascript:alert(1)';
    await ask(
      adaptiveCard(
        [text(hostile), { type: 'FactSet', facts: [{ title: '<i>t</i>', value: hostile }] }],
        [{ type: 'Action.OpenUrl', title: 'Open', url }],
      ),
    );
    const face = chat().locator('.card-face');
    assert.match((await face.textContent()) ?? '', /<img src=x onerror=alert\(1\)> click <b>bold<\/b>/);
    assert.equal(await face.locator('img, a, b, i').count(), 0);
    await button('Open')
      .or(chat().getByRole('link', { name: 'Open' }))
      .click();
    assert.equal(here.page.context().pages().length, 1);
  });

  it('opens links in a new tab, which knows nothing of this page', async () => {
    await ask(adaptiveCard([], [{ type: 'Action.OpenUrl', title: 'Read more', url: `${world.url}/sign-in` }]));
    const opened = here.page.context().waitForEvent('page');
    await chat().getByRole('link', { name: 'Read more' }).click();
    const page = await opened;
    await page.waitForLoadState();
    assert.equal(await page.evaluate('window.opener'), null);
  });

  const signInCard = (path: string) =>
    adaptiveCard(
      [text('Sign in first')],
      [
        {
          type: 'Action.Submit',
          title: 'Sign in',
          data: { msteams: { type: 'signin', value: `https://mio.example${path}` } },
        },
      ],
    );

  async function openSignIn(): Promise<Page> {
    const opened = here.page.waitForEvent('popup');
    await button('Sign in').click();
    const popup = await opened;
    await popup.getByRole('button', { name: 'Finish' }).waitFor();
    return popup;
  }

  it('opens a window to sign in, and brings back the code that the page there gives to Teams', async () => {
    await ask(signInCard('/sign-in?code=824613'));
    const popup = await openSignIn();
    await popup.getByRole('button', { name: 'Finish' }).click();
    const { value } = await world.hears(({ name }) => name === 'signin/verifyState');
    assert.deepEqual(value, { state: '824613' });
    await chat().locator('.card[data-state=idle]').waitFor();
  });

  it('says when signing in failed, and nothing when the window was closed', async () => {
    await ask(signInCard('/sign-in'));
    const popup = await openSignIn();
    await popup.getByRole('button', { name: 'Finish' }).click();
    await chat().getByRole('alert').getByText('Signing in did not work: access_denied').waitFor();

    const second = await openSignIn();
    await chat().getByText('If it shows a code at the end').waitFor();
    await second.close();
    await chat().getByText('If it shows a code at the end').waitFor({ state: 'detached' });
    await openSignIn();
    assert.equal(world.heard.filter(({ name }) => name === 'signin/verifyState').length, 0);
  });

  it('counts what waits for each person in a chat that nobody looks at', async () => {
    react = async ({ heard, say }) => {
      if (heard.type === 'installationUpdate') await say(`Welcome, ${heard.from.name}`);
      return undefined;
    };
    for (const person of ['ada', 'ben']) await install(person);
    await here.page.getByRole('tab', { name: 'Chat with Mio 1 new' }).click();
    await teams.message('Welcome, Ada Nowak').waitFor();
    await here.page.getByRole('tab', { name: 'Chat with Mio', exact: true }).waitFor();

    const writer = teams.all.locator('.writer select:visible');
    await writer.locator('option', { hasText: 'Ben Ito (1 new)' }).waitFor({ state: 'attached' });
    await writer.selectOption('ben');
    await teams.message('Welcome, Ben Ito').waitFor();
    assert.equal(await teams.message('Welcome, Ada Nowak').count(), 0);
  });

  const control = (title: string) => here.page.getByRole('button', { name: title, exact: true });

  it('is installed by the menu of Teams: for a person, in a team, and in a new team of its name', async () => {
    react = async ({ heard, show }) => {
      if (heard.type === 'installationUpdate' && heard.action === 'add')
        await show(adaptiveCard([text(`Hello, ${heard.conversation.conversationType}`)]));
      return undefined;
    };
    const { page } = here;
    await control('Install Mio').click();
    await control('Add: Team Operations').click();
    await teams.message('Hello, channel').waitFor();
    assert.equal(await teams.all.getByRole('combobox', { name: 'Microsoft Teams channel' }).inputValue(), general());
    await page.locator('.app-button:focus').waitFor();

    await page.keyboard.press('Enter');
    await control('Add: For Ada Nowak').click();
    await chat().getByText('Hello, personal').waitFor();

    await control('Install Mio').click();
    await control('Remove: Team Operations').click();
    await page.getByText('Team Operations: Mio was removed.').waitFor();
    await control('Add: Team Operations').waitFor();
    await page.locator('.app-list button:focus').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.app-list').waitFor({ state: 'detached' });

    await teams.all.locator('.writer select:visible').selectOption('chidi');
    await control('Install Mio').click();
    await control('Create: A new team “Mio”').click();
    await page.locator('.app-list:focus').waitFor();
    await control('Add: Team Mio').click();
    await teams.message('Hello, channel').waitFor();
  });

  it('is asked in a channel by its name, and answers in the thread, with buttons for everybody', async () => {
    await world.sandbox.act({ platform: 'teams', as: 'ada', do: 'installApp', place: general() });
    react = async ({ heard, show }) => {
      if (heard.text?.includes('status'))
        await show(
          adaptiveCard([text('Status: running')], [{ type: 'Action.Submit', title: 'Pause', data: { n: 1 } }]),
        );
      return undefined;
    };
    await teams.all.getByRole('combobox', { name: 'Microsoft Teams channel' }).selectOption('Operations / General');
    await teams.all.getByText('Write @Mio and a word, such as help').waitFor();
    await control('Mention Mio').click();
    await here.page.keyboard.type('status please');
    assert.equal(await teams.field.inputValue(), '@Mio status please');
    await teams.field.press('Enter');

    const asked = teams.message('status please');
    assert.equal(await asked.locator('.mention').first().textContent(), 'Mio');
    const answer = teams.all.locator('.replies .message', { hasText: 'Status: running' });
    await answer.waitFor();
    assert.equal(await here.page.getByRole('status').textContent(), 'All simulated: no account, nothing to break');

    await teams.all.locator('.writer select:visible').selectOption('ben');
    await answer.getByRole('button', { name: 'Pause' }).click();
    const pressed = await world.hears(isValue);
    assert.equal(pressed.from.name, 'Ben Ito');
    assert.deepEqual(pressed.value, { n: 1 });
  });

  it('says what to do where a team does not have it', async () => {
    await teams.write('@Mio help');
    await teams.all.getByRole('alert').getByText('not installed in this team').waitFor();
    assert.equal(await teams.field.inputValue(), '@Mio help');
    assert.match(here.forgive().join(), /400 \(Bad Request\)/);
  });
});
