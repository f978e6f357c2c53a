/**
 * Shows the invitation whose code stands after the `#` of the address. Browsers send that part to nobody: it goes to Mio
 * in the body of one question, and into the words that people take along.
 */
(() => {
  const mistakes = { O: '0', I: '1', L: '1' };
  const each = (selector, work) => {
    for (const element of document.querySelectorAll(selector)) work(element);
  };
  const show = (state) =>
    each('[data-state]', (element) => {
      element.hidden = element.dataset.state !== state;
    });
  const fill = (name, text) =>
    each(`[data-slot="${name}"]`, (element) => {
      element.textContent = text;
    });

  /** Four groups of four, as Mio writes them; undefined where the address has no complete code. */
  function codeInAddress() {
    let text = location.hash.slice(1);
    try {
      text = decodeURIComponent(text);
    } catch {
      // Read as it is: a code has nothing in it that is encoded.
    }
    const letters = text
      .toUpperCase()
      .replace(/[^0-9A-Z]/g, '')
      .replace(/[OIL]/g, (letter) => mistakes[letter]);
    return letters.length === 16 ? letters.replace(/.{4}(?=.)/g, '$&-') : undefined;
  }

  const ask = (path, question) =>
    fetch(`/invitation/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(question),
    });

  /** Whoever comes back from a sign-in is shown the invitation that they left for it, in the same tab. */
  function comeBack() {
    try {
      const left = sessionStorage.getItem('invitation');
      sessionStorage.removeItem('invitation');
      if (left && location.hash === '') history.replaceState(null, '', `#${left}`);
    } catch {
      // Nothing can be left where the browser keeps nothing.
    }
  }

  async function prove(platform) {
    const code = codeInAddress();
    const said = document.getElementById('proving');
    said.textContent = '';
    try {
      const answer = await ask('prove', { code, platform });
      if (!answer.ok) throw answer.status;
      const { redirect } = await answer.json();
      sessionStorage.setItem('invitation', code);
      location.assign(redirect);
    } catch (status) {
      said.textContent = status === 409 ? said.dataset.unknown : said.dataset.failed;
    }
  }

  const { lang } = document.documentElement;
  const locale = navigator.languages.find((one) => one.split('-', 1)[0] === lang) ?? lang;
  const dates = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  });

  /** What the page shows then. */
  async function stateOf(code) {
    const answer = await ask('look', { code });
    if (answer.status === 404) return 'unusable';
    if (answer.status === 429) return 'busy';
    if (!answer.ok) return 'failed';
    const { from, channel, expiresAt, bound, proved, teams } = await answer.json();
    fill('from', from);
    fill('channel', channel);
    fill('until', dates.format(expiresAt));
    fill('code', code);
    // In Teams Mio knows the address of whoever writes.
    const when = { bound: bound && !proved, proved, teams, key: !bound || proved };
    each('[data-when]', (element) => {
      element.hidden = !when[element.dataset.when];
    });
    const open = document.getElementById('open');
    open.href = `${open.dataset.chat}&message=${encodeURIComponent(`accept ${code}`)}`;
    return 'open';
  }

  async function look() {
    document.getElementById('copied').textContent = '';
    const code = codeInAddress();
    if (!code) return show('none');
    show('looking');
    const state = await stateOf(code).catch(() => 'failed');
    // Somebody may have put another link into the address meanwhile.
    if (code === codeInAddress()) show(state);
  }

  document.getElementById('copy').addEventListener('click', async () => {
    const words = document.getElementById('words');
    const copied = document.getElementById('copied');
    try {
      await navigator.clipboard.writeText(words.textContent);
      copied.textContent = copied.dataset.text;
    } catch {
      // Not allowed here: marked, the words can be copied by hand.
      getSelection().selectAllChildren(words);
    }
  });
  each('[data-prove]', (button) => {
    button.addEventListener('click', () => prove(button.dataset.prove));
  });
  addEventListener('hashchange', look);
  comeBack();
  look();
})();
