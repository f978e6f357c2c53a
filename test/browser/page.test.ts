/** The sandbox's page in a real browser, with the real Mio between the simulated platforms. */
import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { platformNames } from '../support/world.ts';
import { findChromium, howToGetOne } from './support/chromium.ts';
import { openStage } from './support/stage.ts';
import { soon, type Visit, visit } from './support/visit.ts';

const chromium = findChromium();

/** What has the focus: its label, or its words. */
const focused = (page: Page): Promise<string> =>
  page.evaluate('document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent');

const distanceFromEnd = (box: { scrollHeight: number; scrollTop: number; clientHeight: number }): number =>
  box.scrollHeight - box.scrollTop - box.clientHeight;

describe('the sandbox’s page', () => {
  if (!chromium) {
    it(howToGetOne);
    return;
  }

  const stage = openStage(chromium);
  let here: Visit;

  before(async () => {
    here = await visit(stage.browser, stage.demo.url);
  });

  afterEach(() => assert.deepEqual(here.forgive(), []));

  it('opens on the three conversations that Mio joins, each looking like its platform', async () => {
    for (const platform of platformNames) {
      await here.client(platform).message('now connects Contoso on Teams').waitFor();
      await soon(here.page, async () =>
        assert.equal(await here.client(platform).all.locator('.joined').textContent(), 'Joined by Mio'),
      );
    }
  });

  it('shows what is written in Slack in Teams and in Webex, by whom, and how fast', async () => {
    await here.client('slack').write('The **checkout** is back');
    await here.client('teams').message('The checkout is back').waitFor();
    await here.client('webex').message('The checkout is back').waitFor();

    await soon(here.page, async () =>
      assert.match(
        (await here.client('teams').message('The checkout is back').textContent()) ?? '',
        /Eva Lindqvist \(Slack\)/,
      ),
    );
    await soon(here.page, async () =>
      assert.match(
        (await here.client('webex').message('The checkout is back').textContent()) ?? '',
        /Eva Lindqvist \(Slack\)/,
      ),
    );
    await soon(here.page, async () =>
      assert.equal(await here.client('teams').message('is back').locator('strong', { hasText: 'checkout' }).count(), 1),
    );

    await here.page.locator('.arrival').nth(1).waitFor();
    const status = await here.page.getByRole('status').textContent();
    assert.match(status ?? '', /^Slack.*Teams \d+ ms/);
    assert.match(status ?? '', /^Slack.*Webex \d+ ms/);
    await soon(here.page, async () =>
      assert.match((await here.client('teams').message('is back').locator('.crossed').textContent()) ?? '', /^\d+ ms$/),
    );
  });

  it('answers in the thread from another platform, and everybody sees it there', async () => {
    await here.client('webex').write('Who is on call?');
    const copy = here.client('teams').message('Who is on call?');
    await copy.waitFor();
    await here.client('teams').press(copy, 'Reply');
    await here.client('teams').all.getByRole('textbox', { name: 'Reply as Ada Nowak' }).fill('I am');
    await here.page.keyboard.press('Enter');

    await here.client('webex').all.locator('.replies .message', { hasText: 'I am' }).waitFor();
    await here.client('slack').all.locator('.replies .message', { hasText: 'I am' }).waitFor();
    await soon(here.page, async () =>
      assert.match((await here.client('slack').all.locator('.reply-count').last().textContent()) ?? '', /^1 reply/),
    );
  });

  it('opens a thread in Slack with the number of its replies', async () => {
    const message = await stage.demo.act({ platform: 'slack', as: 'eva', do: 'post', text: 'A long thread' });
    for (let number = 1; number <= 5; number += 1) {
      await stage.demo.act({ platform: 'slack', as: 'farid', do: 'reply', message, text: `reply ${number}` });
    }
    const thread = here.client('slack').all.locator('.thread', { hasText: 'A long thread' });
    await thread.getByText('5 replies').waitFor();
    await soon(here.page, async () => assert.equal(await thread.getByText('reply 1').count(), 0));

    await thread.getByText('5 replies').click();
    await thread.getByText('reply 1').waitFor();
    await thread.getByRole('textbox', { name: 'Reply as Eva Lindqvist' }).waitFor();
  });

  it('edits headings, rules and tables, and not the subject that stands above them', async () => {
    const html = '<h1>Rollout</h1><hr><table><tr><th>Host</th></tr><tr><td><b>db1</b></td></tr></table>';
    await stage.demo.act({ platform: 'teams', as: 'ada', do: 'post', html, subject: 'Tonight' });
    await here.client('webex').message('Tonight').waitFor();
    const { all, message, press } = here.client('teams');
    await soon(here.page, async () => assert.equal(await message('Tonight').locator('.title').count(), 2));
    await press(message('Tonight'), 'Edit');
    const field = all.getByRole('textbox', { name: 'Edit your message' });
    await soon(here.page, async () =>
      assert.equal(await field.inputValue(), '# Rollout\n---\n| Host |\n| --- |\n| **db1** |'),
    );
    await field.fill('# Rollout\n---\n| Host |\n| --- |\n| **db2** |');
    await field.press('Enter');
    await message('db2').locator('td strong').waitFor();
    await here
      .client('webex')
      .message('db2')
      .filter({ hasText: /edited/i })
      .waitFor();
    await soon(here.page, async () => assert.equal(await message('db2').locator('h1, .h1, hr, th').count(), 3));
  });

  it('edits with the formatting kept, and deletes', async () => {
    await here.client('slack').write('Rolback **done**, `v2.14` gone');
    await here.client('teams').message('Rolback done').waitFor();

    await here.client('slack').press(here.client('slack').message('Rolback'), 'Edit');
    const field = here.client('slack').all.getByRole('textbox', { name: 'Edit your message' });
    await soon(here.page, async () => assert.equal(await field.inputValue(), 'Rolback **done**, `v2.14` gone'));
    await field.fill('Rollback **done**, `v2.14` gone');
    await field.press('Enter');
    for (const platform of platformNames) {
      const edited = here.client(platform).message('Rollback done, v2.14 gone');
      await edited.filter({ hasText: /edited/i }).waitFor();
      await soon(here.page, async () => assert.equal(await edited.locator('strong', { hasText: /^done$/ }).count(), 1));
    }

    await here.client('slack').press(here.client('slack').message('Rollback'), 'Delete');
    for (const platform of platformNames)
      await here.client(platform).message('Rollback').waitFor({ state: 'detached' });
  });

  it('can be used by keyboard alone', async () => {
    const { page } = here;
    /** Once more where it came too early: a client that is slow takes no key before it has sent what was written. */
    const press = (key: string, reached: Locator) =>
      soon(page, async () => {
        if ((await reached.count()) === 0) await page.keyboard.press(key);
        assert.equal(await reached.count(), 1, key);
      });
    await page.mouse.move(0, 0);
    await page.keyboard.press('Alt+3');
    await soon(page, async () => assert.equal(await focused(page), 'Write a message to Incidents'));
    await page.keyboard.press('Control+b');
    await page.keyboard.type('keys');
    await page.keyboard.press('End');
    await page.keyboard.type(' only');
    await page.keyboard.press('Enter');
    await here
      .client('slack')
      .message('keys only')
      .locator('strong', { hasText: /^keys$/ })
      .waitFor();

    // It may be there before its own client has sent it.
    await here.client('webex').message('keys only').waitFor();
    await press('ArrowUp', page.locator('[aria-label="Edit your message"]:focus'));
    await page.keyboard.press('Escape');
    await page.locator('.webex .message:focus').waitFor();
    await soon(page, async () => assert.match(await focused(page), /^Grace Kim, /));

    await page.keyboard.press('r');
    await page.keyboard.type('an answer');
    await page.keyboard.press('Enter');
    for (const client of [here.client('teams'), here.client('webex')])
      await client.all.locator('.replies .message', { hasText: 'an answer' }).waitFor();
    await page.locator('.webex .message:focus').waitFor();

    const answer = page.locator('.webex .replies .message', { hasText: 'an answer' });
    await press('ArrowDown', answer.and(page.locator(':focus')));
    await page.keyboard.press('Delete');
    for (const platform of platformNames)
      await here.client(platform).message('an answer').waitFor({ state: 'detached' });
    await page.locator('.webex .conversation:focus').waitFor();

    await page.keyboard.press('Alt+2');
    await page.keyboard.press('Shift+Tab');
    await soon(page, async () => assert.match(await focused(page), /^Slack: conversation/));
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Tab');
    await soon(page, async () => assert.equal(await focused(page), 'Reply in thread'));
  });

  it('keeps whoever is on a message that somebody else takes away in the conversation', async () => {
    const { page } = here;
    const message = await stage.demo.act({ platform: 'teams', as: 'ada', do: 'post', text: 'a slip' });
    await here.client('slack').message('a slip').waitFor();
    await page.keyboard.press('Alt+2');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('ArrowUp');
    await page.locator('.slack .message:focus', { hasText: 'a slip' }).waitFor();
    await stage.demo.act({ platform: 'teams', as: 'ada', do: 'remove', message });
    await here.client('slack').message('a slip').waitFor({ state: 'detached' });
    await page.locator('.slack .conversation:focus').waitFor();
  });

  it('ticks off the three things to try, and remembers them', async () => {
    const own = await visit(stage.browser, stage.demo.url);
    const done = own.page.locator('.tour .done');
    await own.client('teams').write('first');
    await own.client('slack').message('first').waitFor();
    await own.client('slack').press(own.client('slack').message('first'), 'Reply in thread');
    const reply = own.client('slack').all.getByRole('textbox', { name: 'Reply as Eva Lindqvist' });
    await reply.fill('second');
    await reply.press('Enter');
    await own.client('teams').message('second').waitFor();
    await own.client('teams').press(own.client('teams').message('first'), 'Delete');
    await done.nth(2).waitFor();

    await own.page.reload();
    await done.nth(2).waitFor();
    await own.page.getByRole('button', { name: 'Hide what to try' }).click();
    await own.page.reload();
    await own.client('slack').messages.first().waitFor();
    await soon(own.page, async () => assert.equal(await own.page.locator('.tour').count(), 0));
    await own.page.getByRole('button', { name: 'Help' }).click();
    await own.page.getByRole('button', { name: /three things to try again/ }).click();
    await own.page.locator('.tour').waitFor();
    await soon(own.page, async () => assert.equal(await done.count(), 0));
    await own.close();
    assert.deepEqual(own.problems, []);
  });

  it('says of an empty place that was not joined that words stay there', async () => {
    const own = await visit(stage.browser, stage.demo.url);
    const slack = own.client('slack');
    await slack.all.getByRole('combobox', { name: 'Slack channel' }).selectOption('fabrikam #random');
    await slack.all.getByText('what you write here stays here').waitFor();
    await soon(own.page, async () => assert.equal(await slack.all.locator('.joined').textContent(), 'Not joined'));
    await slack.write('just us');
    await slack.message('just us').waitFor();
    await soon(own.page, async () =>
      assert.equal(await own.page.getByRole('status').textContent(), 'All simulated: no account, nothing to break'),
    );
    await own.close();
    assert.deepEqual(own.problems, []);
  });

  it('keeps somebody who reads further up where they are, and tells them of what is new', async () => {
    const own = await visit(stage.browser, stage.demo.url);
    const place = stage.demo.placeOf('teams', 'Operations / Launch');
    const post = (text: string) => stage.demo.act({ platform: 'teams', as: 'ben', do: 'post', place, text });
    const teams = own.client('teams');
    for (let number = 1; number <= 120; number += 1) await post(`line ${number}.`);
    await teams.all.getByRole('combobox', { name: 'Microsoft Teams channel' }).selectOption('Operations / Launch');
    await teams.message('line 120.').waitFor();
    await own.page.getByRole('button', { name: 'Show earlier messages' }).click();
    await teams.message('line 1.').waitFor();

    const line = teams.message('line 60.');
    await line.evaluate((element: { scrollIntoView(how: object): void }) =>
      element.scrollIntoView({ block: 'center' }),
    );
    const before = await line.boundingBox();
    await post('the newest');
    await teams.all.getByRole('button', { name: 'New below' }).waitFor();
    assert.deepEqual(await line.boundingBox(), before);

    await teams.all.getByRole('button', { name: 'New below' }).click();
    await teams.all.locator('.message:focus', { hasText: 'the newest' }).waitFor();
    await post('one more');
    await teams.message('one more').waitFor();
    const rest: number = await teams.all.locator('.conversation[role=log]').evaluate(distanceFromEnd);
    assert.ok(rest < 2, `${rest} px from the end`);
    await own.close();
    assert.deepEqual(own.problems, []);
  });

  it('says what a client refuses, and keeps the words', async () => {
    await here.client('webex').write('x'.repeat(8_000));
    await here.client('webex').all.getByRole('alert').getByText('7,439 bytes').waitFor();
    assert.equal((await here.client('webex').field.inputValue()).length, 8_000);
    assert.match(here.forgive().join(), /400 \(Bad Request\)/);
  });

  it('says when the sandbox is gone, keeps what was written, and goes on when it is back', async () => {
    const { page } = here;
    await here.client('slack').messages.first().waitFor();
    const startAgain = await stage.demo.stopSandbox();
    await page.getByText('The sandbox does not answer. Start it again').waitFor();
    await here.client('slack').write('Anybody there?');
    await here.client('slack').all.getByText('Your text is still here').waitFor();

    await startAgain();
    await page.locator('.banner').waitFor({ state: 'detached' });
    await stage.demo.act({ platform: 'teams', as: 'ada', do: 'post', text: 'Back again' });
    await here.client('teams').message('Back again').waitFor();
    await here.client('slack').field.press('Enter');
    await here.client('webex').message('Anybody there?').waitFor();
    assert.ok(
      here
        .forgive()
        .every((problem) =>
          /ERR_(CONNECTION_REFUSED|INCOMPLETE_CHUNKED_ENCODING|CONNECTION_RESET|EMPTY_RESPONSE)/.test(problem),
        ),
    );
  });
});
